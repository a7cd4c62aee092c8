// Packs what the store has of old bytes, a slab at a time with pauses between: requests that come in go first.

import type { SpanStore } from '../store/span-store.ts';

/** Milliseconds: a slab takes ten or so, on another core. */
const PAUSE = 50;

/** Called after each request; cheap where there is nothing to do. */
export function packInTime(store: Pick<SpanStore, 'wantsPacking' | 'packSome'>): () => void {
  let isWaiting = false;
  const pack = async () => {
    await store.packSome().catch(() => {});
    isWaiting = false;
    look();
  };
  const look = () => {
    if (isWaiting || !store.wantsPacking) return;
    isWaiting = true;
    setTimeout(pack, PAUSE).unref();
  };
  return look;
}
