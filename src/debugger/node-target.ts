// Which process and thread a session of js-debug holds: it tells neither in its messages, but has a session for each of them,
// named "server.js [4711] « launch", and "[worker 2]" below the session of its process. One that it attached to by an address
// is "Remote Process [0]".

export interface NodeTarget {
  readonly pid: number | undefined;
  /** Node's number of the worker thread; 0 for the main thread. */
  readonly thread: number;
}

const PROCESS = /\[([1-9]\d*)\]/;
const WORKER = /^\[worker (\d+)\]/;

/** `names`: of the session and of those above it, inmost first. */
export function toNodeTarget(names: readonly string[]): NodeTarget {
  const worker = WORKER.exec(names[0] ?? '');
  const named = names.find((name) => PROCESS.test(name));
  const pid = named === undefined ? undefined : Number(PROCESS.exec(named)?.[1]);
  return { pid, thread: worker ? Number(worker[1]) : 0 };
}
