// A wire to one of the two speakers behind a page: the store, relayed by the host, or the editor itself.

import { toDisposable } from '../../src/base/disposable.ts';
import { isPageMessage, type PageMessage } from '../../src/protocol/page-message.ts';
import type { Wire } from '../../src/protocol/rpc.ts';
import type { VsCodeApi } from './vscode-api.ts';

export function createPageWire(api: VsCodeApi, to: PageMessage['to']): Wire {
  return {
    send(frame) {
      const message: PageMessage = { to, frame };
      api.postMessage(message);
    },
    receive(listener) {
      const onMessage = (event: MessageEvent<unknown>) => {
        if (isPageMessage(event.data) && event.data.to === to) listener(event.data.frame);
      };
      window.addEventListener('message', onMessage);
      return toDisposable(() => window.removeEventListener('message', onMessage));
    },
  };
}
