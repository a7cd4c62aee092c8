// One check: what it looks for, and what it finds.

import type { Finding } from '../model/finding.ts';
import type { DoctorFacts, LaunchFacts } from './facts.ts';

/** A finding is named after its check, and numbered where there are several. */
export type Found = Omit<Finding, 'id'>;

export interface Check {
  readonly id: string;
  /** A phrase that begins with a capital letter: what was looked for. */
  readonly looksFor: string;
  find(facts: DoctorFacts): readonly Found[];
}

/** A check of each launch whose traces are wanted. */
export function checkLaunches(
  id: string,
  looksFor: string,
  find: (launch: LaunchFacts, facts: DoctorFacts) => readonly Found[],
): Check {
  return {
    id,
    looksFor,
    find: (facts) =>
      facts.launches.filter(({ capture }) => capture.kind !== 'opted-out').flatMap((launch) => find(launch, facts)),
  };
}
