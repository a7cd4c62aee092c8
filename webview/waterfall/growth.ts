// A layout that goes on: while it is looked at, its open spans become longer, and so does the time that a debugger holds them.

import { heldBounds } from '../../src/model/held-times.ts';
import { SPAN_FLAG, type TraceLayout } from '../../src/model/trace-layout.ts';
import { createTicker } from '../kit/ticker.ts';
import { isHeldNow, isHeldUntil } from './span-state.ts';

export interface Growth extends Disposable {
  /** Open spans of the layout that is followed, as indices into it. */
  readonly open: readonly number[];
  /** A layout that has just been answered. Its columns are changed as it grows; without open spans it stays as it is. */
  follow(layout: TraceLayout): void;
}

export function createGrowth(onGrown: (layout: TraceLayout) => void): Growth {
  let open: readonly number[] = [];
  let grow = () => {};
  const ticker = createTicker(() => grow());
  return {
    get open() {
      return open;
    },
    follow(layout) {
      const since = performance.now();
      const now = (layout.now - layout.startTime) * 1e6;
      open = openSpans(layout);
      const first = open.map((span) => layout.durations[span] ?? 0);
      const held = open.filter((span) => isHeldNow(layout, span));
      const whole = heldBounds(layout.held, layout.count);
      const isWholeHeld = open.length > 0 && isHeldUntil(whole, layout.duration);
      grow = () => {
        const more = (performance.now() - since) * 1e6;
        for (const [index, span] of open.entries()) layout.durations[span] = (first[index] ?? 0) + more;
        for (const span of held)
          setLast(heldBounds(layout.held, span), (layout.start[span] ?? 0) + (layout.durations[span] ?? 0));
        const duration = Math.max(layout.duration, now + more);
        if (isWholeHeld) setLast(whole, duration);
        onGrown({ ...layout, duration });
      };
      ticker.run(open.length > 0);
    },
    [Symbol.dispose]: () => ticker[Symbol.dispose](),
  };
}

function setLast(bounds: Float64Array, bound: number): void {
  bounds[bounds.length - 1] = bound;
}

function openSpans({ flags }: TraceLayout): readonly number[] {
  const open: number[] = [];
  for (const [span, flag] of flags.entries()) if ((flag & SPAN_FLAG.open) !== 0) open.push(span);
  return open;
}
