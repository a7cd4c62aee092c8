// Variables that direct a program's traces elsewhere or nowhere, and where they come from.

import type { FindingAction } from '../../model/finding.ts';
import { RUN_AGAIN, sayRunAgain } from '../../model/run-again.ts';
import { checkLaunches } from '../check.ts';
import { escapePattern, findInLaunch } from '../code/find-in-launch.ts';
import { baseName, siteAt } from '../code/place-in-text.ts';
import { revealAction } from '../code/reveal-action.ts';
import type { DoctorFacts, EnvironmentSource, LaunchFacts, RunAgainOffer } from '../facts.ts';

export const exportsElsewhere = checkLaunches(
  'elsewhere',
  'Variables that send traces elsewhere or nowhere',
  (launch, { platform }) => {
    if (launch.capture.kind !== 'elsewhere') return [];
    const { variable, again } = launch.capture;
    const source = launch.environment.find(({ variables }) => variables[variable] !== undefined);
    const value = source?.variables[variable] ?? '';
    return [
      {
        severity: 'problem',
        wrong: `${variable}=${value} is set for “${launch.name}” by ${nameSource(source)}.`,
        why: `${EFFECT[variable] ?? 'Its traces go where that says.'} What is set for a program stands, so no variable of OTLP was touched. Remove it to see the traces here${again ? `, or use a button. ${sayRunAgain(again.offers)}` : '.'}`,
        actions: [...(again ? runAgainActions(again) : []), ...actionsFor(launch, source, variable, platform)],
      },
    ];
  },
);

function runAgainActions({ session, offers }: RunAgainOffer): readonly FindingAction[] {
  return offers.map((how) => ({ kind: 'run-again', label: RUN_AGAIN[how].label, session, how }));
}

const EFFECT: Readonly<Record<string, string>> = {
  OTEL_SDK_DISABLED: 'With that the SDK makes no spans at all.',
  OTEL_TRACES_EXPORTER: 'The exporter that it names does not speak OTLP, or there is none.',
};

function nameSource(source: EnvironmentSource | undefined): string {
  switch (source?.from) {
    case 'configuration':
      return 'its launch configuration';
    case 'envFile':
      return `its envFile ${baseName(source.file?.file ?? '')}`;
    case 'inherited':
    case undefined:
      return 'the environment in which the editor was started';
  }
}

function actionsFor(
  launch: LaunchFacts,
  source: EnvironmentSource | undefined,
  variable: string,
  platform: DoctorFacts['platform'],
): readonly FindingAction[] {
  if (source?.from === 'configuration')
    return revealAction(findInLaunch(launch, new RegExp(`"${escapePattern(variable)}"`, 'g')));
  if (source?.file !== undefined) {
    const { file, text } = source.file;
    const offset = text.search(new RegExp(`^\\s*(?:export\\s+)?${escapePattern(variable)}\\s*=`, 'm'));
    return offset === -1
      ? []
      : revealAction(siteAt(file, text, offset + (/^\s*/.exec(text.slice(offset))?.[0].length ?? 0)));
  }
  const line = platform === 'windows' ? `Remove-Item Env:${variable}` : `unset ${variable}`;
  return [{ kind: 'copy', label: `Copy “${line}”`, text: line }];
}
