// What of the Debug Adapter Protocol tells when a program runs and when it is held. Anything else is undefined here.
// https://microsoft.github.io/debug-adapter-protocol/specification

export type AdapterMessage =
  | { readonly kind: 'stopped'; readonly thread: number | undefined; readonly all: boolean }
  | { readonly kind: 'continued'; readonly thread: number | undefined; readonly all: boolean }
  | { readonly kind: 'threads'; readonly threads: readonly number[] }
  | { readonly kind: 'thread'; readonly thread: number; readonly isStarted: boolean }
  | { readonly kind: 'process'; readonly pid: number }
  | { readonly kind: 'ended' }
  /** A request to go on, by its `seq`; `isStep` where the adapter may move the one thread alone. */
  | {
      readonly kind: 'resume';
      readonly seq: number;
      readonly thread: number | undefined;
      readonly isStep: boolean;
      readonly isSingle: boolean;
    }
  | { readonly kind: 'answer'; readonly seq: number; readonly isDone: boolean; readonly all: boolean };

const STEPS: ReadonlySet<unknown> = new Set(['next', 'stepIn', 'stepOut', 'stepBack']);
const RUNS: ReadonlySet<unknown> = new Set(['continue', 'reverseContinue']);

export function parseAdapterMessage(value: unknown): AdapterMessage | undefined {
  const message = fieldsOf(value);
  if (message.type === 'event') return parseEvent(message.event, fieldsOf(message.body));
  if (message.type === 'response') return parseResponse(message);
  if (message.type !== 'request' || typeof message.seq !== 'number') return undefined;
  const isStep = STEPS.has(message.command);
  if (!isStep && !RUNS.has(message.command)) return undefined;
  const { threadId, singleThread } = fieldsOf(message.arguments);
  return { kind: 'resume', seq: message.seq, thread: toNumber(threadId), isStep, isSingle: singleThread === true };
}

function parseEvent(event: unknown, body: Fields): AdapterMessage | undefined {
  const thread = toNumber(body.threadId);
  switch (event) {
    case 'stopped':
      return { kind: 'stopped', thread, all: body.allThreadsStopped === true || thread === undefined };
    case 'continued':
      return { kind: 'continued', thread, all: body.allThreadsContinued !== false || thread === undefined };
    case 'thread':
      return thread === undefined ? undefined : { kind: 'thread', thread, isStarted: body.reason === 'started' };
    case 'process': {
      const pid = toNumber(body.systemProcessId);
      return pid === undefined ? undefined : { kind: 'process', pid };
    }
    case 'terminated':
    case 'exited':
      return { kind: 'ended' };
    default:
      return undefined;
  }
}

function parseResponse({ request_seq: seq, command, success, body }: Fields): AdapterMessage | undefined {
  const fields = fieldsOf(body);
  if (command === 'threads' && Array.isArray(fields.threads)) {
    const threads = fields.threads.map((thread) => toNumber(fieldsOf(thread).id)).filter((id) => id !== undefined);
    return { kind: 'threads', threads };
  }
  if (typeof seq !== 'number' || (!STEPS.has(command) && !RUNS.has(command))) return undefined;
  return { kind: 'answer', seq, isDone: success === true, all: fields.allThreadsContinued !== false };
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function toNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
