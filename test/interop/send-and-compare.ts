// Lets a sender send the document to a receiver of its own, and answers with what came otherwise than it was said.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Allowances, compare, DOCUMENT, sent, type ToldSpan } from './compare.ts';
import { openInteropReceiver } from './receive.ts';

/** `command`: what takes the document, protocol, compression and endpoint as its arguments, and tells its spans. */
export async function sendAndCompare(
  [program = '', ...args]: readonly string[],
  protocol: string,
  compression: string,
  allow: Allowances = {},
): Promise<readonly string[]> {
  await using receiver = await openInteropReceiver();
  const all = [...args, DOCUMENT, protocol, compression, `http://127.0.0.1:${receiver.port}`];
  const { stdout, stderr } = await promisify(execFile)(program, all, { timeout: 60_000 });
  const told: readonly ToldSpan[] = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  const differences = compare(receiver.received(String(sent.resource['service.name'])), told, allow);
  const problems = receiver.problems.map((problem) => `the receiver said: ${problem}`);
  return [...differences, ...problems, ...(stderr === '' ? [] : [`it printed: ${stderr.slice(-500)}`])];
}
