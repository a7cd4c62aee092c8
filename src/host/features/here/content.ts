// What the view of open spans has in it, from what the debugger and the store say.

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

export type OpenSpanRow =
  | {
      readonly kind: 'span';
      readonly span: OpenSpan;
      readonly isActive: boolean;
      /** Spans below it that are open too. */
      readonly rows: readonly OpenSpanRow[];
    }
  | { readonly kind: 'others'; readonly count: number; readonly rows: readonly OpenSpanRow[] }
  | { readonly kind: 'more'; readonly count: number };

export const NOTHING_STOPPED: Content = { message: undefined, rows: [], empty: undefined };

/** `spans`: what the store says of the process; undefined where it does not answer. */
export function composeContent(asked: Asked | undefined, spans: OpenSpans | undefined): Content {
  if (asked === undefined) return nothing('unsupported');
  if ('refusal' in asked) return nothing('refused');
  if (spans === undefined) return nothing('idle');
  const { around, others, more } = spans;
  if (around.length + others.length === 0) return nothing(whyNone(asked, spans));
  const { active } = asked;
  const isActive = ({ traceId, spanId }: OpenSpan) =>
    typeof active === 'object' && active.trace === traceId && active.span === spanId;
  const below = [...toForest(others), ...(more > 0 ? [{ kind: 'more', count: more } as const] : [])];
  const count = others.length + more;
  return {
    message: messageOf(asked, spans),
    // The inmost first, as the call stack has it.
    rows:
      around.length === 0
        ? below
        : [
            ...around.map((span) => ({ kind: 'span', span, isActive: isActive(span), rows: [] }) as const),
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

/** Each task with what it has open below it; spans in their order. */
function toForest(spans: readonly OpenSpan[]): readonly OpenSpanRow[] {
  const keyOf = (trace: string, span: string | undefined) => `${trace} ${span}`;
  const keys = new Set(spans.map(({ traceId, spanId }) => keyOf(traceId, spanId)));
  const byParent = Map.groupBy(spans, ({ traceId, parentSpanId }) => keyOf(traceId, parentSpanId));
  const placed = new Set<OpenSpan>();
  const place = (candidates: readonly OpenSpan[]): readonly OpenSpanRow[] =>
    candidates.flatMap((span) => {
      if (placed.has(span)) return [];
      placed.add(span);
      const rows = place(byParent.get(keyOf(span.traceId, span.spanId)) ?? []);
      return [{ kind: 'span', span, isActive: false, rows } as const];
    });
  const roots = place(spans.filter(({ traceId, parentSpanId }) => !keys.has(keyOf(traceId, parentSpanId))));
  // Parents may form a ring: then one of them stands for the others' root.
  return [...roots, ...place(spans)];
}
