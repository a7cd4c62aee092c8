// Names of packages that manifests and locks declare. A name counts where it stands by itself outside of a comment: that is
// all that is asked, so no file's whole grammar is read.

import { baseName } from '../code/place-in-text.ts';
import type { SourceFile } from '../facts.ts';

const NAME = /@?[A-Za-z0-9][\w.-]*(?:\/[\w.-]+)?(?:\[[\w., -]*\])?/g;
const OF_INTEREST = /^(?:@opentelemetry\/|opentelemetry[-_.])/i;
/** They bring an SDK of their own. */
export const OTHER_TRACERS: readonly string[] = [
  '@vercel/otel',
  '@sentry/node',
  'dd-trace',
  'newrelic',
  'elastic-apm-node',
];

export function declaredPackages({ file, text }: SourceFile): readonly string[] {
  const isJson = /\.json$/.test(file);
  const lines = isJson ? [text] : text.split('\n').map((line) => line.replace(/(?:^|\s)#.*$/, ''));
  return lines
    .flatMap((line) => line.match(NAME) ?? [])
    .filter((name) => OF_INTEREST.test(name) || OTHER_TRACERS.includes(name))
    .flatMap((name) => {
      const [bare = name, extras] = name.split(/[[\]]/);
      // The one extra that brings a package of interest.
      return extras?.includes('otlp') ? [normalName(bare), 'opentelemetry-exporter-otlp'] : [normalName(bare)];
    });
}

/** Python treats runs of these characters as one hyphen. */
export function normalName(name: string): string {
  const lower = name.toLowerCase();
  return lower.startsWith('@') ? lower : lower.replace(/[-_.]+/g, '-');
}

/** What a package brings with it by its own dependencies. */
const BRINGS: Readonly<Record<string, readonly string[]>> = {
  'opentelemetry-sdk': ['opentelemetry-api'],
  'opentelemetry-distro': ['opentelemetry-sdk', 'opentelemetry-instrumentation'],
  'opentelemetry-exporter-otlp': ['opentelemetry-exporter-otlp-proto-http', 'opentelemetry-exporter-otlp-proto-grpc'],
  'opentelemetry-exporter-otlp-proto-http': ['opentelemetry-sdk'],
  'opentelemetry-exporter-otlp-proto-grpc': ['opentelemetry-sdk'],
  '@opentelemetry/auto-instrumentations-node': ['@opentelemetry/sdk-node'],
  '@opentelemetry/sdk-node': [
    '@opentelemetry/sdk-trace-node',
    '@opentelemetry/exporter-trace-otlp-proto',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/exporter-trace-otlp-grpc',
  ],
};

export function withDependencies(names: Iterable<string>): ReadonlySet<string> {
  const all = new Set<string>();
  const add = (name: string) => {
    if (all.has(name)) return;
    all.add(name);
    for (const brought of BRINGS[name] ?? []) add(brought);
  };
  for (const name of names) add(name);
  return all;
}

/** "requirements.txt and pyproject.toml" */
export function listFiles(files: readonly string[]): string {
  const names = [...new Set(files.map(baseName))];
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
