// What the view of open spans has in it, from what the debugger and the store say.

import { formatDuration } from '../../../model/format-duration.ts';
import type { OpenSpan, OpenSpans } from '../../../protocol/store-api.ts';
import type { Asked, StoppedProcess } from './ask-debugger.ts';

/** Why there is nothing to list; the manifest has a text for each. */
export const EMPTY_REASONS = ['idle', 'unsupported', 'refused', 'untold', 'unsampled', 'missing', 'none'] as const;
export type EmptyReason = (typeof EMPTY_REASONS)[number];

export interface Content {
  /** A sentence above the rows. */
  readonly message: string | undefined;
  readonly rows: readonly OpenSpanRow[];
  /** Where there are no rows; undefined while nothing is stopped. */
  readonly empty: EmptyReason | undefined;
}

/** Without what grows from one look to the next: rows that look the same are the same. */
export type ShownSpan = Omit<OpenSpan, 'duration' | 'held'>;

export type OpenSpanRow =
  | {
      readonly kind: 'span';
      readonly span: ShownSpan;
      readonly isActive: boolean;
      /** Up to the stop, as it is shown. */
      readonly lasted: string;
      /** Spans below it that are open too. */
      readonly rows: readonly OpenSpanRow[];
    }
  | { readonly kind: 'others'; readonly count: number; readonly rows: readonly OpenSpanRow[] }
  | { readonly kind: 'more'; readonly count: number };

export const NOTHING_STOPPED: Content = { message: undefined, rows: [], empty: undefined };

/** Nanoseconds up to the stop, without those in which a debugger held the program. */
function timeUntilStop({ startTime, duration, held }: OpenSpan, stoppedAt: number): number {
  // The present stop may not be known to the store yet, nor any of a program whose stops are not recorded.
  return Math.max(0, Math.min(duration - held, (stoppedAt - startTime) * 1e6));
}

/**
 * `spans`: what the store says of the process; undefined where it does not answer. `stoppedAt`: milliseconds since the Unix
 * epoch.
 */
export function composeContent(asked: Asked | undefined, spans: OpenSpans | undefined, stoppedAt: number): Content {
  if (asked === undefined) return nothing('unsupported');
  if ('refusal' in asked) return nothing('refused');
  if (spans === undefined) return nothing('idle');
  const { around, others, more } = spans;
  if (around.length + others.length === 0) return nothing(whyNone(asked, spans));
  const { active } = asked;
  const toRow: ToRow = ({ duration, held, ...span }, rows) => ({
    kind: 'span',
    span,
    isActive: typeof active === 'object' && active.trace === span.traceId && active.span === span.spanId,
    lasted: formatDuration(timeUntilStop({ duration, held, ...span }, stoppedAt)),
    rows,
  });
  const below = [...toForest(others, toRow), ...(more > 0 ? [{ kind: 'more', count: more } as const] : [])];
  const count = others.length + more;
  return {
    message: messageOf(asked, spans),
    // The inmost first, as the call stack has it.
    rows:
      around.length === 0
        ? below
        : [
            ...around.map((span) => toRow(span, [])),
            ...(count > 0 ? [{ kind: 'others', count, rows: below } as const] : []),
          ],
    empty: undefined,
  };
}

function nothing(empty: EmptyReason): Content {
  return { ...NOTHING_STOPPED, empty };
}

function whyNone({ active }: StoppedProcess, { isTold, activeState }: OpenSpans): EmptyReason {
  if (typeof active === 'object' && !active.isSampled) return 'unsampled';
  if (!isTold) return 'untold';
  return typeof active === 'object' && activeState === undefined ? 'missing' : 'none';
}

function messageOf({ active }: StoppedProcess, { activeState, around }: OpenSpans): string | undefined {
  const which = around.length === 0 ? ' These are open in the process.' : '';
  if (active === undefined) return `The debugger does not say which span is active here.${which}`;
  if (active === 'none') return `No span is active where the program has stopped.${which}`;
  if (activeState === 'open') return undefined;
  if (activeState !== undefined) return `The span that is active here has ended.${which}`;
  return active.isSampled
    ? `The span that is active here is not among those received.${which}`
    : `The span that is active here is not sampled, so nobody records it.${which}`;
}

type ToRow = (span: OpenSpan, rows: readonly OpenSpanRow[]) => OpenSpanRow;

/** Each task with what it has open below it; spans in their order. */
function toForest(spans: readonly OpenSpan[], toRow: ToRow): readonly OpenSpanRow[] {
  const keyOf = (trace: string, span: string | undefined) => `${trace} ${span}`;
  const keys = new Set(spans.map(({ traceId, spanId }) => keyOf(traceId, spanId)));
  const byParent = Map.groupBy(spans, ({ traceId, parentSpanId }) => keyOf(traceId, parentSpanId));
  const placed = new Set<OpenSpan>();
  const place = (candidates: readonly OpenSpan[]): readonly OpenSpanRow[] =>
    candidates.flatMap((span) => {
      if (placed.has(span)) return [];
      placed.add(span);
      return [toRow(span, place(byParent.get(keyOf(span.traceId, span.spanId)) ?? []))];
    });
  const roots = place(spans.filter(({ traceId, parentSpanId }) => !keys.has(keyOf(traceId, parentSpanId))));
  // Parents may form a ring: then one of them stands for the others' root.
  return [...roots, ...place(spans)];
}
