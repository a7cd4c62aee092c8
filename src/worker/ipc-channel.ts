// The channel to the process that forked this one.

import type { Channel } from '../protocol/ports.ts';

export function createIpcChannel(): Channel {
  return {
    send: (message) => {
      // The parent may be gone between a question and its answer.
      if (process.connected) process.send?.(message, undefined, undefined, () => {});
    },
    receive: (listener) => {
      process.on('message', listener);
      return { [Symbol.dispose]: () => process.off('message', listener) };
    },
  };
}
