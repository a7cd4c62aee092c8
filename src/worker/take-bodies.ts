// Bodies that were kept, put back where they came from: spans with who made them, logs, points, pauses.

import type { SpanBatch, SpanProcess } from '../model/span-batch.ts';
import { decodeTrace } from '../otlp/trace/decode-trace.ts';
import type { RunBody } from '../store/runs/run-body.ts';
import type { PlaceInBlock } from '../store/slabs.ts';
import type { SpanStore } from '../store/span-store.ts';
import type { OtherSignals } from './other-signals.ts';
import { parseNote } from './run-note.ts';

export interface TakeBodiesParts {
  readonly store: SpanStore;
  readonly others: Pick<OtherSignals, 'restore'>;
  readonly batch: SpanBatch;
  /** Before the batch is given to the store. */
  onSpans?(batch: SpanBatch): void;
}

/** Answers with whether the body could be read. `place`: where the bytes of the body are kept by somebody else; they are copied otherwise. */
export type TakeBody = (body: RunBody, place?: PlaceInBlock) => boolean;

export function createTakeBodies({ store, others, batch, onSpans }: TakeBodiesParts): TakeBody {
  /** By the number of the group in the body that follows. */
  let processes: ReadonlyMap<number, SpanProcess> = new Map();
  return (body, place) => {
    const { signal, encoding, bytes } = body;
    if (signal === 'note') {
      const note = parseNote(bytes);
      store.pauses.tell(note.pauses);
      processes = note.processes;
      return true;
    }
    if (signal !== 'traces') return others.restore(body);
    if (!decodeTrace(bytes, encoding, batch).ok) return false;
    for (const [group, process] of processes) batch.processes.set(group, process);
    processes = new Map();
    onSpans?.(batch);
    store.append(batch, place);
    return true;
  };
}
