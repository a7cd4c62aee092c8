/** Runs a fixture in an environment without OpenTelemetry, as a launch does that may bring packages. */
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PythonReport, parsePythonReport } from '../../../src/launch/python-report.ts';
import { placeOf } from '../hooks-node/expect-marks.ts';
import type { Outcome } from '../hooks-node/run-program.ts';
import { readPythonMarks } from '../hooks-python/python-marks.ts';
import type { Marked } from '../hooks-python/run-marked.ts';
import { runPython } from '../hooks-python/run-python.ts';
import { spooledSpans } from '../hooks-python/spooled-spans.ts';
import { createStage } from '../hooks-python/stage.ts';

export interface BroughtRun {
  readonly python: string;
  readonly file: string;
  readonly args?: readonly string[];
  /** The folder of packages; undefined where the launch asks for no tracing. */
  readonly packages: string | undefined;
  /** Folders that count as installed. */
  readonly installed?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Brought {
  readonly outcome: Outcome;
  readonly marked: Marked;
  /** Of each process that told something. */
  readonly reports: readonly PythonReport[];
}

export async function runBrought({
  python,
  file,
  args = [],
  packages,
  installed = [],
  env,
}: BroughtRun): Promise<Brought> {
  await using stage = await createStage();
  // By itself: what lies beside it is the program's as well.
  const [service, told] = [join(stage.folder, '..', 'service'), join(stage.folder, '..', 'told')];
  for (const folder of [service, told]) await mkdir(folder);
  const path = join(service, file);
  await cp(join(import.meta.dirname, 'fixtures', file), path);
  const outcome = await runPython({
    python,
    args: [path, ...args.map((arg) => arg.replace('$STAGE', service))],
    cwd: service,
    hook: stage.hook,
    path: installed,
    env: {
      SPANLINE_HOOK_DEBUG: packages === undefined ? '' : '1',
      SPANLINE_SPOOL: stage.spool,
      ...(packages === undefined
        ? {}
        : { SPANLINE_AUTO: 'on', SPANLINE_PACKAGES: packages, SPANLINE_REPORT: join(told, 'session') }),
      ...env,
    },
  });
  const texts = await Promise.all((await readdir(told)).map((name) => readFile(join(told, name), 'utf8')));
  const reports = texts.map(parsePythonReport).filter((report) => report !== undefined);
  const places = new Map((await spooledSpans(stage.spool)).map((span) => [span.name, placeOf(span)]));
  const marks = readPythonMarks(await readFile(path, 'utf8'));
  const bare = (text: string) => text.replaceAll(join(stage.folder, '..'), '.');
  return {
    outcome: { ...outcome, stdout: bare(outcome.stdout), stderr: bare(outcome.stderr) },
    marked: { places, marks, file: path, stdout: outcome.stdout },
    reports,
  };
}
