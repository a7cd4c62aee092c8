// What stands in the log beside bodies: pauses of debuggers, and who made the spans of the body that follows.

import { type Pause, parsePause } from '../model/pause.ts';
import type { SpanProcess } from '../model/span-batch.ts';
import type { RunBody } from '../store/runs/run-body.ts';

export interface RunNote {
  readonly pauses: readonly Pause[];
  /** By the number of the group in the body. */
  readonly processes: ReadonlyMap<number, SpanProcess>;
}

const utf8 = new TextEncoder();

export function toPausesNote(pauses: readonly Pause[]): RunBody {
  return toBody({ pauses });
}

export function toProcessesNote(processes: RunNote['processes']): RunBody {
  return toBody({ processes: Array.from(processes, ([group, { pid, thread }]) => [group, pid, thread]) });
}

function toBody(note: object): RunBody {
  return { signal: 'note', encoding: 'json', bytes: utf8.encode(JSON.stringify(note)) };
}

/** Total: what is not understood is left out. */
export function parseNote(bytes: Uint8Array): RunNote {
  const { pauses, processes } = parseObject(bytes);
  return {
    pauses: toList(pauses)
      .map(parsePause)
      .filter((pause) => pause !== undefined),
    processes: new Map(toList(processes).flatMap(toProcess)),
  };
}

function parseObject(bytes: Uint8Array): { readonly pauses?: unknown; readonly processes?: unknown } {
  try {
    const note: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof note === 'object' && note !== null ? note : {};
  } catch {
    return {};
  }
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function toProcess(value: unknown): readonly (readonly [number, SpanProcess])[] {
  const [group, pid, thread] = toList(value);
  if (typeof group !== 'number' || typeof pid !== 'number' || typeof thread !== 'number') return [];
  return [[group, { pid, thread }]];
}
