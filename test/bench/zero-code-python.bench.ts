/**
 * G16b: what capture adds to the start of a Python program, in milliseconds until its server of Flask is made: with the
 * call-site hook alone, with tracing from packages of its environment, and from packages that are brought. Pairs, run in turn.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPython, missingPython } from '../process/hooks-python/install-python.ts';
import { createStage } from '../process/hooks-python/stage.ts';
import { bringPackages } from '../process/python-packages/bring-packages.ts';
import { firstNeed } from '../process/python-packages/python-versions.ts';
import { printProgress, printRow } from './support/print-row.ts';
import { describeRatio, toRatio } from './support/ratio-of.ts';

const ROUNDS = 20;
const PROGRAM = `
from flask import Flask
from werkzeug.serving import make_server

make_server("127.0.0.1", 0, Flask("bench"))
print("made", flush=True)
`;

type Variables = Readonly<Record<string, string>>;

if (missingPython === false) await compare();
else printProgress(missingPython);

async function compare(): Promise<void> {
  await using stage = await createStage();
  const [bare, whole] = [await installPython('requirements-plain.txt'), await installPython()];
  const { folder } = await bringPackages(bare, firstNeed);
  const program = await mkdtemp(join(await realpath(tmpdir()), 'spanline-bench-'));
  await writeFile(join(program, 'server.py'), PROGRAM);
  const hook = { PYTHONPATH: stage.hook, SPANLINE_SPOOL: stage.spool };
  const traced = { ...hook, SPANLINE_AUTO: 'on', SPANLINE_PACKAGES: folder, SPANLINE_REPORT: join(program, 'report') };
  const added = { hook: [0], brought: [0], environment: [0] };
  for (let round = 0; round <= ROUNDS; round++) {
    const plain = await start(bare, program, {});
    added.hook[round] = (await start(bare, program, hook)) - plain;
    added.brought[round] = (await start(bare, program, traced)) - plain;
    const other = await start(whole, program, {});
    added.environment[round] = (await start(whole, program, traced)) - other;
  }
  const reports = (await readdir(program)).filter((name) => name.endsWith('.json'));
  if (reports.length !== 2 * (ROUNDS + 1))
    throw new Error(`of ${2 * (ROUNDS + 1)} programs ${reports.length} were traced`);
  await rm(program, { recursive: true });
  print('Start that the call-site hook adds to a Python server', added.hook, 100);
  print('Start that zero-code adds to a Python server, by packages that are brought', added.brought, 400);
  print('Start that zero-code adds to a Python server, by those of its environment', added.environment, 400);
}

/** Milliseconds. */
async function start(python: string, folder: string, env: Variables): Promise<number> {
  const begun = performance.now();
  const program = spawn(python, ['server.py'], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(program.stdout, 'data');
  const milliseconds = performance.now() - begun;
  const [code] = program.exitCode === null ? await once(program, 'exit') : [program.exitCode];
  if (code !== 0) throw new Error('the program failed');
  return milliseconds;
}

function print(what: string, added: readonly number[], target: number): void {
  // The first round reads files that no cache holds.
  const ratio = toRatio(added.slice(1));
  printProgress(`${what}: ${describeRatio(ratio)}`);
  printRow({ goal: 'G16b', what, ratio: ratio.median, unit: 'ms', target: `<= ${target}` });
}
