// The seam between the queue and the wire: one try to give a request to a destination, and what came of it.

import type { Encoding } from '../model/span-batch.ts';

export interface ForwardedRequest {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
}

export type Outcome =
  /** `rejected` spans of it were left out, because of `reason`. */
  | { readonly kind: 'taken'; readonly rejected: number; readonly reason: string }
  /** It may be taken later: not before `after` milliseconds, where that was said. */
  | { readonly kind: 'later'; readonly reason: string; readonly after: number | undefined }
  | { readonly kind: 'refused'; readonly reason: string };

export interface Delivery extends Disposable {
  /** Total; reasons are phrases. */
  deliver(request: ForwardedRequest, signal: AbortSignal): Promise<Outcome>;
}

export const USER_AGENT = 'Spanline-OTLP-Forwarder';
