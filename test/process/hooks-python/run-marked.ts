/** Runs a fixture program with the hook, and tells where its spans say they are beside where its marks say. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Place, placeOf } from '../hooks-node/expect-marks.ts';
import { installPython } from './install-python.ts';
import { openProtobufSocket } from './otlp-protobuf-socket.ts';
import { type PythonMark, readPythonMarks } from './python-marks.ts';
import { runPython } from './run-python.ts';
import { spooledSpans } from './spooled-spans.ts';
import { createStage, type Stage } from './stage.ts';

export interface Marked {
  readonly places: ReadonlyMap<string, Place>;
  readonly marks: ReadonlyMap<string, PythonMark>;
  readonly file: string;
  readonly stdout: string;
}

export interface MarkedRun {
  readonly file: string;
  /** Where the file is, and the program starts. */
  readonly from?: 'folder' | 'table';
  /** How Python is given the program; by its path where nothing is said. */
  readonly args?: (stage: Stage, python: string) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Before the folder of what is installed; from the folder of the programs. */
  readonly path?: readonly string[];
  /** Spans are looked for in the spool: nothing exports them. */
  readonly isSpooled?: true;
}

export const NOWHERE: Place = {
  file: undefined,
  line: undefined,
  column: undefined,
  functionName: undefined,
  origin: undefined,
  mapped: undefined,
};

export async function runMarked({
  file: name,
  from = 'folder',
  args,
  env = {},
  path = [],
  isSpooled,
}: MarkedRun): Promise<Marked> {
  const python = await installPython();
  await using stage = await createStage();
  await using socket = await openProtobufSocket();
  const file = join(stage[from], name);
  const outcome = await runPython({
    python,
    args: args?.(stage, python) ?? [file],
    cwd: stage[from],
    hook: stage.hook,
    path: [...path.map((part) => resolve(stage.folder, part)), stage.installed],
    env: {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${socket.endpoint}/v1/traces`,
      SPANLINE_HOOK_DEBUG: '1',
      ...(isSpooled ? { SPANLINE_SPOOL: stage.spool } : {}),
      ...env,
    },
  });
  assert.equal(outcome.stderr, '');
  assert.equal(outcome.code, 0);
  const marks = readPythonMarks(await readFile(file, 'utf8'));
  const places = new Map(
    (isSpooled ? await spooledSpans(stage.spool) : socket.spans).map((span) => [span.name, placeOf(span)]),
  );
  return { places, marks, file, stdout: outcome.stdout };
}

/** Each mark has its span, on its line and in its function. */
export function assertMarks({ places, marks, file }: Marked): void {
  assert.ok(marks.size > 0);
  for (const [key, mark] of marks) {
    const place = places.get(key);
    assert.ok(place, `a span for ${key}`);
    assert.equal(place.file, file, `${key}: file`);
    assert.equal(place.line, mark.line, `${key}: line`);
    assert.equal(place.origin, mark.origin, `${key}: origin`);
    const call = mark.origin === undefined ? mark.text.indexOf('tracer.start') : -1;
    // Python knows the column of a call since 3.11, and that of a decorator never.
    if (place.column !== undefined && call >= 0) assert.equal(place.column, call + 1, `${key}: column`);
    // Before 3.11 a function does not know its class where no `self` is on the stack.
    if (mark.functionName !== '?') assert.equal(place.functionName, mark.functionName, `${key}: function`);
  }
}
