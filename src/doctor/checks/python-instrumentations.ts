// Libraries that a Python program imports and that nothing instruments.

import type { Found } from '../check.ts';
import { nameOf, siteAt } from '../code/place-in-text.ts';
import { revealAction } from '../code/reveal-action.ts';
import type { LaunchFacts } from '../facts.ts';
import { hasPackage, whereMissing } from '../project/has-package.ts';

/** Names of modules to the end of the instrumentation's name; servers make the first span of all. */
const SERVERS: Readonly<Record<string, string>> = { flask: 'flask', fastapi: 'fastapi', django: 'django' };
const LIBRARIES: Readonly<Record<string, string>> = {
  starlette: 'starlette',
  aiohttp: 'aiohttp-client',
  requests: 'requests',
  httpx: 'httpx',
  sqlalchemy: 'sqlalchemy',
  redis: 'redis',
  psycopg: 'psycopg',
  psycopg2: 'psycopg2',
  pymongo: 'pymongo',
  celery: 'celery',
};
const IMPORT = /^[ \t]*(?:from[ \t]+(\w+)[\w.]*[ \t]+import\b|import[ \t]+(\w+))/gm;
const MANUAL = /\bstart_(?:as_current_)?span\s*\(/;

export function missingInstrumentations(launch: LaunchFacts, isAutomatic: boolean): readonly Found[] {
  const { packages, sources } = launch;
  const hasOwnSpans = sources.some(({ file, text }) => file.endsWith('.py') && MANUAL.test(text));
  return [...importsOf(launch)].flatMap(([module, { file, text, offset }]): readonly Found[] => {
    const name = `opentelemetry-instrumentation-${SERVERS[module] ?? LIBRARIES[module]}`;
    if (hasPackage(packages, name) !== false) return [];
    const site = siteAt(file, text, offset);
    const isCause = isAutomatic && !hasOwnSpans && SERVERS[module] !== undefined;
    return [
      {
        severity: isCause ? 'problem' : 'hint',
        wrong: `${nameOf(site)} imports ${module}, and ${name} ${whereMissing(packages)}.`,
        why:
          SERVERS[module] === undefined
            ? `Without it calls of ${module} make no spans.`
            : `Without it requests that ${module} serves make no spans.`,
        actions: [{ kind: 'copy', label: 'Copy Install Command', text: `pip install ${name}` }, ...revealAction(site)],
      },
    ];
  });
}

/** The first import of each library. */
function importsOf({ sources }: LaunchFacts) {
  const found = new Map<string, { readonly file: string; readonly text: string; readonly offset: number }>();
  for (const { file, text } of sources) {
    if (!file.endsWith('.py')) continue;
    for (const { index, 0: line, 1: from, 2: whole } of text.matchAll(IMPORT)) {
      const module = from ?? whole ?? '';
      if (!Object.hasOwn(SERVERS, module) && !Object.hasOwn(LIBRARIES, module)) continue;
      const offset = index + line.length - line.trimStart().length;
      if (!found.has(module)) found.set(module, { file, text, offset });
    }
  }
  return found;
}
