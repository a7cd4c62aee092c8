// What a page has of the world outside: the store, the editor, and the state that outlives the page.

import type { EditorApi } from '../../src/protocol/editor-api.ts';
import { connect, type Remote } from '../../src/protocol/rpc.ts';
import type { StoreApi } from '../../src/protocol/store-api.ts';
import { createPageWire } from './page-wire.ts';
import { acquireApi } from './vscode-api.ts';

export interface Host {
  readonly store: Remote<StoreApi>;
  readonly editor: Remote<EditorApi>;
  readState(): unknown;
  writeState(state: unknown): void;
}

export function connectHost(): Host {
  const api = acquireApi();
  return {
    store: connect<StoreApi>(createPageWire(api, 'store')),
    editor: connect<EditorApi>(createPageWire(api, 'editor')),
    readState: () => api.getState(),
    writeState: (state) => api.setState(state),
  };
}
