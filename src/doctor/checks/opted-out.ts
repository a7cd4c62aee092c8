// Launches that say `"spanline": false`, or something there that cannot be understood.

import type { Check, Found } from '../check.ts';
import { findInLaunch } from '../code/find-in-launch.ts';
import { revealAction } from '../code/reveal-action.ts';
import type { LaunchFacts } from '../facts.ts';

export const optedOut: Check = {
  id: 'opted-out',
  looksFor: 'A launch configuration with "spanline": false, or with options that are not known',
  find: ({ launches }) => launches.flatMap(judge),
};

function judge(launch: LaunchFacts): readonly Found[] {
  switch (launch.capture.kind) {
    case 'opted-out':
      return [
        {
          severity: 'problem',
          wrong: `“${launch.name}” has "spanline": false.`,
          why: 'That launch configuration is left as it is, and its spans go where the program itself sends them. Remove the line to capture them.',
          actions: revealAction(findInLaunch(launch, /"spanline"\s*:\s*false/g)),
        },
      ];
    case 'misconfigured':
      return [
        {
          severity: 'problem',
          wrong: `“spanline” cannot be understood in the launch configuration of “${launch.name}”.`,
          why: `${launch.capture.why} It was started without capture.`,
          actions: revealAction(findInLaunch(launch, /"spanline"\s*:/g)),
        },
      ];
    default:
      return [];
  }
}
