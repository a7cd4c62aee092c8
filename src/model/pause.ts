// A stretch of time in which a debugger held a process, or one thread of it.

export interface Pause {
  /** A pause that is told again under its id has changed. */
  readonly id: string;
  readonly pid: number | undefined;
  /** Node's number of the thread; undefined where the whole process was held. */
  readonly thread: number | undefined;
  /** The mark of the launch in the resource of its spans, where the process was the only one of the launch. */
  readonly session: string | undefined;
  /** Milliseconds since the Unix epoch, with fractions. */
  readonly start: number;
  /** Undefined while it goes on. */
  readonly end: number | undefined;
}

/** Who made a span, as far as it is known: what is not is undefined. */
export interface SpanMaker {
  readonly pid: number | undefined;
  readonly thread: number | undefined;
  readonly session: string | undefined;
}

/** By their processes; where one of both is not told, by the launch. */
export function holds(pause: Pause, maker: SpanMaker): boolean {
  if (pause.pid === undefined || maker.pid === undefined)
    return pause.session !== undefined && pause.session === maker.session;
  return (
    pause.pid === maker.pid &&
    (pause.thread === undefined || maker.thread === undefined || pause.thread === maker.thread)
  );
}

/** Undefined for what is none. */
export function parsePause(value: unknown): Pause | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, pid, thread, session, start, end }: Readonly<Record<keyof Pause, unknown>> = { ...NOTHING, ...value };
  if (typeof id !== 'string' || typeof start !== 'number') return undefined;
  return {
    ...{ id, start },
    pid: typeof pid === 'number' ? pid : undefined,
    thread: typeof thread === 'number' ? thread : undefined,
    session: typeof session === 'string' ? session : undefined,
    end: typeof end === 'number' ? end : undefined,
  };
}

const NOTHING = {
  ...{ id: undefined, pid: undefined, thread: undefined, session: undefined },
  ...{ start: undefined, end: undefined },
};
