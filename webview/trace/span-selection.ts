// The selected span: fetches its details, newest wins, and shows its line beside the page without taking the focus.

import type { SpanIndex } from '../../src/model/ids.ts';
import type { SpanDetail } from '../../src/model/span.ts';
import { delay } from '../client/follow.ts';
import type { Host } from '../client/host.ts';
import { newestOf } from '../client/newest.ts';

export interface ShownSpan {
  readonly detail: SpanDetail;
  /** Why the line could not be shown. */
  readonly trouble: string | undefined;
}

export interface SpanSelection {
  readonly shown: ShownSpan | undefined;
  /** `reveal` also shows the span's line; `pause` in milliseconds waits for the next selection to overtake this one. */
  select(row: number, options: { readonly reveal: boolean; readonly pause: number }): void;
  /** Brings the line of the span to the front, with the focus; asks for the details first if they are another's. */
  open(row: number): void;
  clear(): void;
}

export function createSpanSelection(
  host: Pick<Host, 'store' | 'editor'>,
  onShown: (shown: ShownSpan | undefined) => void,
): SpanSelection {
  let shown: ShownSpan | undefined;
  const show = (next: ShownSpan | undefined) => {
    shown = next;
    onShown(next);
  };
  const run = newestOf(async (signal: AbortSignal, row: number, reveal: 'no' | 'beside' | 'front', pause: number) => {
    if (pause > 0) await delay(pause, signal);
    const detail = await host.store.span(toSpanIndex(row), signal);
    if (!detail) return show(undefined);
    show({ detail, trouble: undefined });
    if (reveal === 'no' || detail.site.kind === 'unresolved') return;
    const result = await host.editor.reveal(detail.site.site, reveal === 'front', signal);
    show({ detail, trouble: result.ok ? undefined : result.error });
  });
  // A store that has gone away is the live loop's news; the details stay as they are.
  const attempt = (...args: Parameters<typeof run>) => void run(...args).catch(() => {});
  return {
    get shown() {
      return shown;
    },
    select: (row, { reveal, pause }) => attempt(row, reveal ? 'beside' : 'no', pause),
    open: (row) => attempt(row, 'front', 0),
    clear: () => show(undefined),
  };
}

/** Rows in a layout are the store's own: the brand is lost in the typed array that carries them. */
function toSpanIndex(row: number): SpanIndex {
  return row as SpanIndex;
}
