/**
 * What the Python hook adds to a span, as a ratio to the SDK's own cost of a span, in two children asked in turn.
 * The span is an ordinary one: active, with four attributes, batched. A bare one (nothing but start and end) follows.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
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
  const plain = start(python, '');
  const hooked = start(python, stage.hook);
  for (const shape of ['ordinary', 'bare']) {
    const pairs: (readonly [number, number])[] = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      const own = await measure(plain, shape);
      const both = await measure(hooked, shape);
      if (round >= WARM_UP) pairs.push([own, both]);
    }
    const added = median(pairs.map(([own, both]) => both - own));
    printProgress(
      `${shape}: ${median(pairs.map(([own]) => own)).toFixed(0)} ns a span, the hook ${added.toFixed(0)} ns`,
    );
    const kind = shape === 'bare' ? 'bare span' : 'span';
    printRow({
      goal: 'G16',
      what: `Python call-site hook a ${kind} : the SDK's own cost of a ${kind}`,
      ratio: median(pairs.map(([own, both]) => (both - own) / own)),
      unit: 'x',
      target: '<= 2.5',
    });
  }
  plain.process.stdin?.end();
  hooked.process.stdin?.end();
}

function start(python: string, hook: string): Child {
  const process = spawn(python, [join(import.meta.dirname, 'children', 'hook-python.py')], {
    env: { ...globalThis.process.env, PYTHONPATH: hook },
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
