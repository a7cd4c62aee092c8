/** As much of an editor's side of the Debug Adapter Protocol as stepping through a program takes. */
import { connect } from 'node:net';
import type { Readable } from 'node:stream';

export interface Message {
  readonly type: string;
  readonly event?: string;
  readonly command?: string;
  readonly success?: boolean;
  readonly body?: Readonly<Record<string, unknown>>;
}

export interface DebugAdapter extends Disposable {
  /** The answer; what arrives before it stays to be waited for. */
  request(command: string, args: object): Promise<Message>;
  /** A request whose answer comes only after others. */
  send(command: string, args: object): void;
  event(name: string): Promise<Message>;
  /** Events that have arrived and were not waited for. */
  seen(name: string): readonly Message[];
}

export function connectDebugAdapter(port: number): DebugAdapter {
  const socket = connect(port, '127.0.0.1');
  const messages = readMessages(socket);
  const kept: Message[] = [];
  let sequence = 0;
  const send = (command: string, args: object) => {
    const body = JSON.stringify({ seq: ++sequence, type: 'request', command, arguments: args });
    socket.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const take = async (wanted: (message: Message) => boolean): Promise<Message> => {
    const index = kept.findIndex(wanted);
    const [found] = index < 0 ? [] : kept.splice(index, 1);
    if (found !== undefined) return found;
    for (;;) {
      const { value, done } = await messages.next();
      if (done === true) throw new Error('the debugger has gone');
      if (wanted(value)) return value;
      kept.push(value);
    }
  };
  return {
    send,
    request: (command, args) => {
      send(command, args);
      return take((message) => message.type === 'response' && message.command === command);
    },
    event: (name) => take((message) => message.event === name),
    seen: (name) => kept.filter((message) => message.event === name),
    [Symbol.dispose]: () => socket.destroy(),
  };
}

async function* readMessages(stream: Readable): AsyncGenerator<Message, void> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of stream) {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      const head = bytes.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(bytes.toString('latin1', 0, Math.max(head, 0)))?.[1]);
      const end = head + 4 + length;
      if (head < 0 || !(bytes.length >= end)) break;
      const message: Message = JSON.parse(bytes.toString('utf8', head + 4, end));
      bytes = bytes.subarray(end);
      yield message;
    }
  }
}
