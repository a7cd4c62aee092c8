// What the doctor has found, for whoever shows it, and what is wished of the doctor. Views and the doctor do not know each other.

import { createEmitter, type Listen } from '../../base/event.ts';
import type { Diagnosis } from '../../model/finding.ts';
import type { DoctorWish } from '../../protocol/editor-api.ts';

export interface ShownDiagnosis extends Diagnosis {
  /** The user asked for it: it is shown though there are traces, until it is closed. */
  readonly isAsked: boolean;
  /** What is found comes later. */
  readonly isLooking: boolean;
}

export interface DiagnosisState {
  readonly shown: ShownDiagnosis | undefined;
  readonly onChange: Listen<void>;
  show(diagnosis: ShownDiagnosis | undefined): void;
  /** Whether a view is visible that would show it. */
  readonly isLookedAt: boolean;
  readonly onLook: Listen<void>;
  setLookedAt(isLookedAt: boolean): void;
  readonly onWish: Listen<DoctorWish>;
  wish(wish: DoctorWish): void;
}

export function createDiagnosisState(): DiagnosisState {
  const changes = createEmitter<void>();
  const looks = createEmitter<void>();
  const wishes = createEmitter<DoctorWish>();
  let shown: ShownDiagnosis | undefined;
  let isLookedAt = false;
  return {
    get shown() {
      return shown;
    },
    onChange: changes.listen,
    show(diagnosis) {
      if (shown === diagnosis) return;
      shown = diagnosis;
      changes.fire();
    },
    get isLookedAt() {
      return isLookedAt;
    },
    onLook: looks.listen,
    setLookedAt(next) {
      isLookedAt = next;
      looks.fire();
    },
    onWish: wishes.listen,
    wish: wishes.fire,
  };
}
