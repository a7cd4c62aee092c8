// Inside the editor: how long our extension takes to be loaded and activated, and how long one that does nothing.
import * as vscode from 'vscode';
import { leaveResult } from '../support/leave-result.ts';

export interface ActivationTimes {
  readonly ours: number;
  readonly empty: number;
}

/** An editor that has just opened is busy with itself; users debug in one that is not. Milliseconds. */
const SETTLING = 8000;

export async function run(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, SETTLING));
  // The first activation in a host pays for what all share.
  await activate('spanline-bench.warm');
  const oursFirst = process.env.SPANLINE_BENCH_FIRST === 'ours';
  const first = await activate(oursFirst ? 'spanline.spanline' : 'spanline-bench.empty');
  const second = await activate(oursFirst ? 'spanline-bench.empty' : 'spanline.spanline');
  const times: ActivationTimes = oursFirst ? { ours: first, empty: second } : { ours: second, empty: first };
  leaveResult(times);
}

/** Milliseconds. */
async function activate(id: string): Promise<number> {
  const extension = vscode.extensions.getExtension(id);
  if (extension === undefined) throw new Error(`${id} is not installed`);
  if (extension.isActive) throw new Error(`${id} is active already`);
  const from = performance.now();
  await extension.activate();
  return performance.now() - from;
}
