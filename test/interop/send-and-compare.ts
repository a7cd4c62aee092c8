// Lets a sender send the document to a receiver of its own, and answers with what came otherwise than it was said.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Allowances, compare, DOCUMENT, sent, type ToldSpan } from './compare.ts';
import { openInteropReceiver } from './receive.ts';

/** What stands between the sender and us, on the way to our port; its end waits until it has passed on all. */
export type Between = (port: number) => Promise<AsyncDisposable & { readonly endpoint: string }>;

/** `command`: what takes the document, protocol, compression and endpoint as its arguments, and tells its spans. */
export async function sendAndCompare(
  [program = '', ...args]: readonly string[],
  protocol: string,
  compression: string,
  allow: Allowances = {},
  between: Between = async (port) => ({ endpoint: `http://127.0.0.1:${port}`, async [Symbol.asyncDispose]() {} }),
): Promise<readonly string[]> {
  await using receiver = await openInteropReceiver();
  const { stdout, stderr } = await send();
  const told: readonly ToldSpan[] = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  const differences = compare(receiver.received(String(sent.resource['service.name'])), told, allow);
  const problems = receiver.problems.map((problem) => `the receiver said: ${problem}`);
  return [...differences, ...problems, ...(stderr === '' ? [] : [`it printed: ${stderr.slice(-500)}`])];

  async function send() {
    await using way = await between(receiver.port);
    const all = [...args, DOCUMENT, protocol, compression, way.endpoint];
    return await promisify(execFile)(program, all, { timeout: 60_000 });
  }
}
