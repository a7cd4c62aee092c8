// The selected span: fetches its details, newest wins, and shows its line beside the page without taking the focus.

import type { SpanIndex } from '../../src/model/ids.ts';
import type { SpanDetail } from '../../src/model/span.ts';
import type { LogsPage } from '../../src/protocol/store-api.ts';
import { delay } from '../client/follow.ts';
import type { Host } from '../client/host.ts';
import { newestOf } from '../client/newest.ts';

export interface ShownSpan {
  readonly detail: SpanDetail;
  /** Undefined until they have come. */
  readonly logs: LogsPage | undefined;
  /** Why the line could not be shown. */
  readonly trouble: string | undefined;
}

export interface SpanSelection {
  readonly shown: ShownSpan | undefined;
  /** `reveal` also shows the span's line; `pause` in milliseconds waits for the next selection to overtake this one. */
  select(row: number, options: { readonly reveal: boolean; readonly pause: number }): void;
  /** Brings the line of the span to the front, with the focus; asks for the details first if they are another's. */
  open(row: number): void;
  /** Looks for what was logged in the meantime. */
  refreshLogs(): void;
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
  const findLogs = newestOf(async (signal: AbortSignal) => {
    if (!shown) return;
    const { detail } = shown;
    const logs = await host.store.logs(detail.traceId, detail.spanId, signal);
    if (shown?.detail === detail && logs.total !== (shown.logs?.total ?? 0)) show({ ...shown, logs });
  });
  const refreshLogs = () => void findLogs().catch(() => {});
  const run = newestOf(async (signal: AbortSignal, row: number, reveal: 'no' | 'beside' | 'front', pause: number) => {
    if (pause > 0) await delay(pause, signal);
    const detail = await host.store.span(toSpanIndex(row), signal);
    if (!detail) return show(undefined);
    const isSame = shown?.detail.spanId === detail.spanId && shown.detail.traceId === detail.traceId;
    show({ detail, logs: isSame ? shown?.logs : undefined, trouble: undefined });
    refreshLogs();
    if (reveal === 'no' || detail.site.kind === 'unresolved') return;
    const result = await host.editor.reveal(detail.site.site, reveal === 'front', signal);
    show({ detail, logs: shown?.logs, trouble: result.ok ? undefined : result.error });
  });
  // A store that has gone away is the live loop's news; the details stay as they are.
  const attempt = (...args: Parameters<typeof run>) => void run(...args).catch(() => {});
  return {
    get shown() {
      return shown;
    },
    select: (row, { reveal, pause }) => attempt(row, reveal ? 'beside' : 'no', pause),
    open: (row) => attempt(row, 'front', 0),
    refreshLogs,
    clear: () => show(undefined),
  };
}

/** Rows in a layout are the store's own: the brand is lost in the typed array that carries them. */
function toSpanIndex(row: number): SpanIndex {
  return row as SpanIndex;
}
