// Launches that say `"spanline": false`.

import type { Check } from '../check.ts';
import { findInLaunch } from '../code/find-in-launch.ts';
import { revealAction } from '../code/reveal-action.ts';

export const optedOut: Check = {
  id: 'opted-out',
  looksFor: 'A launch configuration with "spanline": false',
  find: ({ launches }) =>
    launches
      .filter(({ capture }) => capture.kind === 'opted-out')
      .map((launch) => ({
        severity: 'problem',
        wrong: `“${launch.name}” has "spanline": false.`,
        why: 'That launch configuration is left as it is, and its spans go where the program itself sends them. Remove the line to capture them.',
        actions: revealAction(findInLaunch(launch, /"spanline"\s*:\s*false/g)),
      })),
};
