/** Spans without a frame of the user's own, which wait for a descendant to tell where the program was entered. */
import type { ForeignSpan } from './foreign.ts';
import type { Location } from './frame-location.ts';
import { hasLocation, writeLocation } from './write-location.ts';

interface Pending {
  readonly span: ForeignSpan;
  readonly parent: object | undefined;
}

/** A cyclic or endless chain of parents must not hold up the program. */
const MOST_ANCESTORS = 8;

const pending = new WeakMap<object, Pending>();
let everPending = false;

/** Programs whose spans all have frames never need to look for a parent. */
export function mayHavePending(): boolean {
  return everPending;
}

export function isPending(span: object): boolean {
  return pending.has(span);
}

export function addPending(span: ForeignSpan, parent: object | undefined): void {
  everPending = true;
  pending.set(span, { span, parent });
}

/** Gives a location to a pending span and to the pending ones above it. */
export function donate(span: object, location: Location): void {
  let receiver: object | undefined = span;
  for (let count = 0; receiver !== undefined && count < MOST_ANCESTORS; count++) {
    const state = pending.get(receiver);
    if (state === undefined) return;
    pending.delete(receiver);
    // A span that has ended takes no more attributes, and the SDK would warn.
    if (state.span.isRecording() && !hasLocation(state.span, undefined))
      writeLocation(state.span, location, 'first-user-frame');
    receiver = state.parent;
  }
}
