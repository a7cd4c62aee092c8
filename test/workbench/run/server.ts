// Starts the editor's server on a free loopback port and waits until it answers.
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import type { EditorLane } from './lane.ts';
import { type ProcessGroup, startGroup } from './process-group.ts';

export interface ServerRequest {
  readonly lane: EditorLane;
  readonly data: string;
  readonly extensions: string;
  /** Files that the server writes beside its data: its configuration and its log. */
  readonly config: string;
  readonly log: string;
  readonly env: Readonly<Record<string, string>>;
  readonly vsix: readonly string[];
  readonly trust: boolean;
  readonly cwd: string;
}

export interface EditorServer {
  /** "127.0.0.1:port" */
  readonly address: string;
  readonly group: ProcessGroup;
}

const START_MS = 60_000;

export async function startServer(request: ServerRequest): Promise<EditorServer> {
  const { lane, data, extensions, config, log } = request;
  writeFileSync(config, 'auth: none\n');
  const env = serverEnvironment(request.env);
  const base = [lane.entry, '--config', config, '--user-data-dir', data, '--extensions-dir', extensions];
  for (const file of request.vsix) {
    execFileSync(lane.node, [...base, '--install-extension', file, '--force'], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  const address = `127.0.0.1:${await freePort()}`;
  const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'];
  const trust = request.trust ? [] : ['--disable-workspace-trust'];
  const sink = openSync(log, 'w');
  const args = [...base, '--auth', 'none', '--bind-addr', address, ...quiet, ...trust];
  const group = startGroup(lane.node, args, { cwd: request.cwd, env, log: sink });
  closeSync(sink);
  for (const end = Date.now() + START_MS; ; await sleep(100)) {
    if (!group.isRunning() || Date.now() > end) {
      await group.end();
      throw new Error(`the ${lane.name} editor's server did not start:\n${readFileSync(log, 'utf8')}`);
    }
    if (await isHealthy(address)) return { address, group };
  }
}

/** Ours without what an outer editor, npm or test runner left in it: programs under debug inherit it. */
function serverEnvironment(own: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|npm_|NODE_OPTIONS$|NODE_TEST_CONTEXT$|ELECTRON_RUN_AS_NODE$|INIT_CWD$|PORT$|PASSWORD$)/;
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: '{}', ...own };
}

async function isHealthy(address: string): Promise<boolean> {
  try {
    return (await fetch(`http://${address}/healthz`)).ok;
  } catch {
    return false;
  }
}
