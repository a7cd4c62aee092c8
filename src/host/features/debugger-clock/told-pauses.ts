// The pauses of this window: each is told to the child as soon as its program is captured, and all again to a new child.

import type { Pause } from '../../../model/pause.ts';
import type { Telemetry } from '../../services/telemetry.ts';

/** As many as the child remembers: the oldest are forgotten first. */
const MOST = 10_000;

/** Whom a pause held, as far as that is known when it is asked. */
export interface HeldProgram {
  isCaptured(): boolean;
  pid(): number | undefined;
}

interface Noted {
  readonly pause: Pause;
  readonly program: HeldProgram;
}

export interface ToldPauses {
  find(id: string): Pause | undefined;
  /** A pause that begins, or has changed. */
  note(pause: Pause, program: HeldProgram): void;
  /** What is captured by now and was not told yet, or not with its process. */
  tell(): void;
  tellAll(): void;
}

export function createToldPauses(telemetry: Pick<Telemetry, 'tellPauses'>): ToldPauses {
  const noted = new Map<string, Noted>();
  const untold = new Set<string>();
  /** A program that is attached to tells its process when it is captured: some time after its stop. */
  const learnProcesses = () => {
    for (const [id, { pause, program }] of noted) {
      if (pause.pid !== undefined) continue;
      const pid = program.pid();
      if (pid === undefined) continue;
      noted.set(id, { pause: { ...pause, pid }, program });
      untold.add(id);
    }
  };
  const tellDue = () => {
    const due = [...untold].flatMap((id) => noted.get(id) ?? []).filter(({ program }) => program.isCaptured());
    for (const { pause } of due) untold.delete(pause.id);
    if (due.length > 0) telemetry.tellPauses(due.map(({ pause }) => pause));
  };
  return {
    find: (id) => noted.get(id)?.pause,
    note(pause, program) {
      noted.set(pause.id, { pause, program });
      untold.add(pause.id);
      for (const id of noted.keys()) {
        if (noted.size <= MOST) break;
        noted.delete(id);
        untold.delete(id);
      }
      tellDue();
    },
    tell() {
      learnProcesses();
      tellDue();
    },
    tellAll() {
      for (const id of noted.keys()) untold.add(id);
      tellDue();
    },
  };
}
