/** The environment of a shell that is captured, as the editor makes it of what the extension gives for all terminals. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { terminalVariables } from '../../../src/launch/terminal-environment.ts';
import { bundleHook, bundleNodeSdk } from '../hooks-node/bundle.ts';
import { fromRoot } from '../hooks-node/place.ts';

export interface ShellRequest {
  /** Where spans are received, as `http://127.0.0.1:1234`. */
  readonly endpoint: string;
  readonly python?: string;
  readonly spool?: string;
  /** What the shell has of its own, which the extension knows. */
  readonly base?: Readonly<Record<string, string>>;
  /** What a task has beside, which it does not know. */
  readonly task?: Readonly<Record<string, string>>;
}

export async function capturedShell(request: ShellRequest): Promise<Record<string, string>> {
  const { endpoint, base = {}, task = {}, spool } = request;
  const plan = terminalVariables(
    base,
    {},
    {
      port: Number(new URL(endpoint).port),
      session: 'shell',
      spool,
      hooks: { node: await bundleHook(), python: request.python ?? fromRoot('src', 'hooks', 'python') },
      nodeSdk: await bundleNodeSdk(),
      pythonSdk: { packages: '/packages' },
      pathDelimiter: delimiter,
    },
  );
  if (plan.kind === 'left') throw new Error(plan.why);
  const environment: Record<string, string> = { ...base, ...task };
  for (const { name, how, text } of plan.variables) {
    const old = how === 'replace' ? '' : (environment[name] ?? '');
    environment[name] = how === 'prepend' ? text + old : old + text;
  }
  return environment;
}

/** One at which nobody listens, as of a window that is gone. */
export async function deadEndpoint(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

export function fixture(...parts: readonly string[]): string {
  return join(import.meta.dirname, 'fixtures', ...parts);
}

export interface SpoolFolder extends AsyncDisposable {
  readonly path: string;
}

export async function createSpool(): Promise<SpoolFolder> {
  const path = await mkdtemp(join(tmpdir(), 'spanline spool '));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
