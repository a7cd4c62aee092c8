/** Runs a fixture with the Python hook and a spool, and reads what lies there then. */
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../hooks-node/run-program.ts';
import { installPython } from '../hooks-python/install-python.ts';
import { runPython } from '../hooks-python/run-python.ts';
import { createStage, type Stage } from '../hooks-python/stage.ts';

/** As OTLP/JSON writes it. */
export interface SpooledSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano?: string;
  readonly attributes?: readonly Attribute[];
  readonly [name: string]: unknown;
}

export interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Origin {
  readonly resource: { readonly attributes: readonly Attribute[] };
  readonly scope: { readonly name: string; readonly version: string; readonly attributes: readonly Attribute[] };
}

type Line = { readonly origin: number } & {
  readonly start?: SpooledSpan;
  readonly span?: SpooledSpan;
} & Partial<Origin>;

export interface SpoolFile {
  readonly name: string;
  readonly origins: ReadonlyMap<number, Origin>;
  readonly started: readonly SpooledSpan[];
  readonly ended: readonly SpooledSpan[];
  readonly longest: number;
}

export async function createSpoolStage(): Promise<Stage> {
  const stage = await createStage();
  await cp(join(import.meta.dirname, 'fixtures'), stage.folder, { recursive: true });
  return stage;
}

/** By itself, and without an exporter that anybody hears. */
export async function runSpooled(
  stage: Stage,
  file: string,
  env: Readonly<Record<string, string>> = {},
  ...args: readonly string[]
): Promise<Outcome> {
  return runPython({
    python: await installPython(),
    args: [join(stage.folder, file), ...args],
    cwd: stage.folder,
    hook: stage.hook,
    path: [],
    env: { SPANLINE_SPOOL: stage.spool, SPANLINE_HOOK_DEBUG: '1', ...env },
  });
}

export async function readSpool(folder: string): Promise<readonly SpoolFile[]> {
  const names = (await readdir(folder)).sort();
  return Promise.all(names.map(async (name) => readFileOf(name, await readFile(join(folder, name), 'utf8'))));
}

/** A line that is not whole, or is before its origin, throws. */
function readFileOf(name: string, text: string): SpoolFile {
  const origins = new Map<number, Origin>();
  const started: SpooledSpan[] = [];
  const ended: SpooledSpan[] = [];
  let longest = 0;
  for (const lineText of text.split('\n').slice(0, -1)) {
    longest = Math.max(longest, lineText.length);
    const line: Line = JSON.parse(lineText);
    if (line.resource !== undefined && line.scope !== undefined)
      origins.set(line.origin, { resource: line.resource, scope: line.scope });
    else if (!origins.has(line.origin)) throw new Error(`no origin ${line.origin} in ${name}`);
    if (line.start !== undefined) started.push(line.start);
    if (line.span !== undefined) ended.push(line.span);
  }
  return { name, origins, started, ended, longest };
}

export function valuesOf(attributes: readonly Attribute[] | undefined): Readonly<Record<string, unknown>> {
  return Object.fromEntries((attributes ?? []).map(({ key, value }) => [key, value]));
}
