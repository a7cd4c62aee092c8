// The pauses of this window: each is told to the child as soon as its program is captured, and all again to a new child.

import type { Pause } from '../../../model/pause.ts';
import type { Telemetry } from '../../services/telemetry.ts';

/** As many as the child remembers: the oldest are forgotten first. */
const MOST = 10_000;

interface Noted {
  readonly pause: Pause;
  readonly isCaptured: () => boolean;
}

export interface ToldPauses {
  find(id: string): Pause | undefined;
  /** A pause that begins, or has changed. */
  note(pause: Pause, isCaptured: () => boolean): void;
  /** What is captured by now and was not told yet. */
  tell(): void;
  tellAll(): void;
}

export function createToldPauses(telemetry: Pick<Telemetry, 'tellPauses'>): ToldPauses {
  const noted = new Map<string, Noted>();
  const untold = new Set<string>();
  const tell = () => {
    const due = [...untold].flatMap((id) => noted.get(id) ?? []).filter(({ isCaptured }) => isCaptured());
    for (const { pause } of due) untold.delete(pause.id);
    if (due.length > 0) telemetry.tellPauses(due.map(({ pause }) => pause));
  };
  return {
    find: (id) => noted.get(id)?.pause,
    note(pause, isCaptured) {
      noted.set(pause.id, { pause, isCaptured });
      untold.add(pause.id);
      for (const id of noted.keys()) {
        if (noted.size <= MOST) break;
        noted.delete(id);
        untold.delete(id);
      }
      tell();
    },
    tell,
    tellAll() {
      for (const id of noted.keys()) untold.add(id);
      tell();
    },
  };
}
