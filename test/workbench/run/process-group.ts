// Programs started in process groups of their own, ended as groups: an orphaned extension host would live for hours.
import { type ChildProcess, spawn } from 'node:child_process';

export interface ProcessGroup {
  readonly leader: ChildProcess;
  isRunning(): boolean;
  end(): Promise<void>;
}

const PATIENCE_MS = 5000;
const living = new Set<number>();

export interface GroupOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** A file descriptor that both of its streams go to. */
  readonly log: number;
}

export function startGroup(program: string, args: readonly string[], { cwd, env, log }: GroupOptions): ProcessGroup {
  endGroupsWithUs();
  const leader = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', log, log] });
  const pid = leader.pid;
  if (pid !== undefined) living.add(pid);
  const isRunning = (): boolean => leader.exitCode === null && leader.signalCode === null;
  return {
    leader,
    isRunning,
    async end() {
      if (pid === undefined || !living.has(pid)) return;
      if (isRunning()) {
        const ended = new Promise((resolve) => leader.once('exit', resolve));
        signal(pid, 'SIGTERM');
        const timer = AbortSignal.timeout(PATIENCE_MS);
        await Promise.race([ended, new Promise((resolve) => timer.addEventListener('abort', resolve))]);
      }
      // Its children too, even those that spin.
      signal(pid, 'SIGKILL');
      living.delete(pid);
    },
  };
}

let watching = false;

function endGroupsWithUs(): void {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const pid of living) signal(pid, 'SIGKILL');
  });
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)
    process.on(name, () => process.exit(code));
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // It is gone already.
  }
}
