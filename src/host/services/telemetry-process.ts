// One run of the child that receives and stores: forked, spoken to, ended.

import { fork } from 'node:child_process';
import { createEmitter } from '../../base/event.ts';
import type { Channel } from '../../protocol/ports.ts';
import type { TelemetryOptions } from '../../protocol/telemetry-api.ts';

export interface TelemetryProcess extends Disposable {
  readonly channel: Channel;
  readonly pid: number | undefined;
  /** Resolves with a phrase when the process has ended, asked to or not. */
  readonly ended: Promise<string>;
}

export function forkTelemetry(
  script: string,
  options: TelemetryOptions,
  onOutput: (line: string) => void,
): TelemetryProcess {
  const child = fork(script, [JSON.stringify(options)], {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Under Electron the executable is a browser until it is told otherwise. The debugger must not attach itself to us.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
    execArgv: [],
  });
  const messages = createEmitter<unknown>();
  child.on('message', (message) => messages.fire(message));
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => onOutput(data.toString().trimEnd()));
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
  return {
    channel: {
      send: (message) => {
        if (child.connected && typeof message === 'object' && message !== null) child.send(message, () => {});
      },
      receive: messages.listen,
    },
    pid: child.pid,
    ended,
    [Symbol.dispose]: () => {
      // The child writes what it holds and goes when the channel closes.
      if (child.connected) child.disconnect();
    },
  };
}
