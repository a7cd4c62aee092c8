// `opentelemetry-instrument --service-name`: flags with hyphens, which it does not know.

import { checkLaunches, type Found } from '../check.ts';
import { escapePattern, findInLaunch } from '../code/find-in-launch.ts';
import { findBadFlags, mendFlag } from '../code/instrument-flags.ts';
import { nameOf, siteAt } from '../code/place-in-text.ts';
import { revealAction } from '../code/reveal-action.ts';
import type { LaunchFacts } from '../facts.ts';

export const instrumentFlags = checkLaunches(
  'flags',
  'Flags of opentelemetry-instrument that it does not know',
  (launch) => (launch.runtime === 'python' ? [...inLaunch(launch), ...inFiles(launch)] : []),
);

const WHY =
  'opentelemetry-instrument takes its flags with underscores only. With any other it prints “unrecognized arguments” and ends before the program has begun.';

function inLaunch(launch: LaunchFacts): readonly Found[] {
  return findBadFlags(launch.command.join(' ')).map(({ flags }) => ({
    severity: 'problem',
    wrong: `“${launch.name}” is started with ${flags.join(', ')}.`,
    why: WHY,
    actions: [
      ...revealAction(findInLaunch(launch, new RegExp(`"${escapePattern(flags[0] ?? '')}[="]`, 'g'))),
      { kind: 'copy', label: 'Copy Mended Flags', text: flags.map(mendFlag).join(' ') },
    ],
  }));
}

function inFiles({ sources, launchFile }: LaunchFacts): readonly Found[] {
  return sources
    .filter(({ file }) => file !== launchFile?.file && !file.endsWith('.py'))
    .flatMap(({ file, text }) =>
      findBadFlags(text).map(({ offset, flags, mended }) => {
        const site = siteAt(file, text, offset);
        return {
          severity: 'problem',
          wrong: `${nameOf(site)} gives opentelemetry-instrument ${flags.join(', ')}.`,
          why: WHY,
          actions: [...revealAction(site), { kind: 'copy', label: 'Copy Mended Command', text: mended }],
        };
      }),
    );
}
