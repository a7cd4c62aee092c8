// The envelope between a page and the host: frames for the store are relayed unread, frames for the editor are served.

import type { Frame } from './rpc.ts';

export interface PageMessage {
  readonly to: 'store' | 'editor';
  readonly frame: Frame;
}

export function isPageMessage(value: unknown): value is PageMessage {
  return (
    typeof value === 'object' &&
    value !== null &&
    'to' in value &&
    (value.to === 'store' || value.to === 'editor') &&
    'frame' in value &&
    typeof value.frame === 'object' &&
    value.frame !== null
  );
}
