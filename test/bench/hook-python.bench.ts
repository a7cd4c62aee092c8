/**
 * What the Python hook adds to a span, as a ratio to the SDK's own cost of a span, in two children asked in turn.
 * The span is an ordinary one: active, with four attributes, batched. A bare one (nothing but start and end) follows.
 * A third child has the spool as well, into which the hook writes the start and the end of each span.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { installPython, missingPython } from '../process/hooks-python/install-python.ts';
import { createStage } from '../process/hooks-python/stage.ts';
import { printProgress, printRow } from './support/print-row.ts';

const WARM_UP = 10;
const ROUNDS = 60;

interface Child {
  readonly process: ChildProcess;
  readonly lines: Interface;
}

if (missingPython === false) await compare();
else printProgress(missingPython);

async function compare(): Promise<void> {
  await using stage = await createStage();
  const python = await installPython();
  const plain = start(python, {});
  const hooked = start(python, { PYTHONPATH: stage.hook });
  const spooled = start(python, { PYTHONPATH: stage.hook, SPANLINE_SPOOL: stage.spool });
  for (const shape of ['ordinary', 'bare']) {
    const rounds: (readonly [number, number, number])[] = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      const own = await measure(plain, shape);
      const both = await measure(hooked, shape);
      const all = await measure(spooled, shape);
      await removeLeftFiles(stage.spool);
      if (round >= WARM_UP) rounds.push([own, both, all]);
    }
    const own = median(rounds.map(([nanos]) => nanos));
    const hook = median(rounds.map(([nanos, both]) => both - nanos));
    const spool = median(rounds.map(([nanos, , all]) => all - nanos));
    printProgress(
      `${shape}: ${own.toFixed(0)} ns a span, the hook ${hook.toFixed(0)} ns, with the spool ${spool.toFixed(0)} ns`,
    );
    const ratioOf = (what: string, ratios: readonly number[], target: string) => {
      const kind = shape === 'bare' ? 'bare span' : 'span';
      const of = `${what} a ${kind} : the SDK's own cost of a ${kind}`;
      printRow({ goal: 'G16', what: of, ratio: median(ratios), unit: 'x', target });
    };
    ratioOf(
      'Python call-site hook',
      rounds.map(([nanos, both]) => (both - nanos) / nanos),
      '<= 2.5',
    );
    ratioOf(
      'Python hook with the spool',
      rounds.map(([nanos, , all]) => (all - nanos) / nanos),
      '<= 4',
    );
  }
  for (const { process } of [plain, hooked, spooled]) process.stdin?.end();
  await once(spooled.process, 'exit');
}

/** As who reads does with files that the hook has left for the next: without a reader it would stop to write. */
async function removeLeftFiles(spool: string): Promise<void> {
  const numberOf = (name: string) => Number(/(\d+)\.ndjson$/.exec(name)?.[1]);
  const files = (await readdir(spool)).sort((a, b) => numberOf(a) - numberOf(b));
  if (files.length === 0) throw new Error('nothing is spooled');
  for (const name of files.slice(0, -1)) await rm(join(spool, name));
}

function start(python: string, env: Readonly<Record<string, string>>): Child {
  const process = spawn(python, [join(import.meta.dirname, 'children', 'hook-python.py')], {
    env: { ...globalThis.process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return { process, lines: createInterface({ input: process.stdout }) };
}

async function measure({ process, lines }: Child, shape: string): Promise<number> {
  process.stdin?.write(`${shape}\n`);
  const [nanos] = await once(lines, 'line');
  return Number(nanos);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
