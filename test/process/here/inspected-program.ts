// A Node program under its inspector, as js-debug has it: stopped at its `debugger` statements and asked there.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { eventually } from '../../support/eventually.ts';

export interface InspectedProgram extends AsyncDisposable {
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  /** Resolves at the next stop. */
  stopped(): Promise<void>;
  /** The value of an expression in the inmost frame. */
  evaluate(expression: string): Promise<unknown>;
  resume(): Promise<void>;
  /** The first line that it prints. */
  said(): Promise<string>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly callFrames?: readonly { readonly callFrameId: string }[]; readonly reason?: string };
  readonly result?: { readonly result?: { readonly value?: unknown } };
}

export async function inspectProgram(file: string, env: Readonly<Record<string, string>>): Promise<InspectedProgram> {
  const child = spawn(process.execPath, ['--inspect-brk=127.0.0.1:0', file], {
    cwd: dirname(file),
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data: Buffer) => {
    stdout += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString();
  });
  const url = await eventually('the inspector listens', () => /ws:\S+/.exec(stderr)?.[0]);
  const socket = new WebSocket(url);
  await once(socket, 'open');
  const frames: string[] = [];
  const answers = new Map<number, (message: Message) => void>();
  socket.addEventListener('message', ({ data }) => {
    const message: Message = JSON.parse(String(data));
    if (message.id !== undefined) answers.get(message.id)?.(message);
    if (message.method !== 'Debugger.paused') return;
    const [frame] = message.params?.callFrames ?? [];
    // The first line is where every program stops that is to be inspected.
    if (message.params?.reason === 'Break on start') void request('Debugger.resume');
    else if (frame) frames.push(frame.callFrameId);
  });
  let count = 0;
  const request = (method: string, params: object = {}) => {
    const id = ++count;
    socket.send(JSON.stringify({ id, method, params }));
    return new Promise<Message>((resolve) => answers.set(id, resolve));
  };
  await request('Debugger.enable');
  await request('Runtime.runIfWaitingForDebugger');
  return {
    pid: child.pid ?? -1,
    kill: (signal) => child.kill(signal),
    async stopped() {
      await eventually(`the program stops; it said ${stderr}`, () => frames.at(-1));
    },
    async evaluate(expression) {
      const callFrameId = frames.at(-1);
      const { result } = await request('Debugger.evaluateOnCallFrame', { callFrameId, expression });
      return result?.result?.value;
    },
    async resume() {
      frames.length = 0;
      await request('Debugger.resume');
    },
    said: () => eventually('it says something', () => /^.+(?=\n)/.exec(stdout)?.[0]),
    async [Symbol.asyncDispose]() {
      socket.close();
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
