// Variables that direct a program's traces elsewhere or nowhere, and where they come from.

import type { FindingAction } from '../../model/finding.ts';
import { RUN_AGAIN } from '../../model/run-again.ts';
import { checkLaunches } from '../check.ts';
import { escapePattern, findInLaunch } from '../code/find-in-launch.ts';
import { baseName, siteAt } from '../code/place-in-text.ts';
import { revealAction } from '../code/reveal-action.ts';
import type { DoctorFacts, EnvironmentSource, LaunchFacts } from '../facts.ts';

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
        why: `${EFFECT[variable] ?? 'Its traces go where that says.'} What is set for a program stands, so no variable of OTLP was touched. Remove it to see the traces here${again && again.offers.length > 0 ? ', or start the program again with another wish for that one run' : ''}.`,
        actions: [
          ...(again?.offers ?? []).map(
            (how): FindingAction => ({
              kind: 'run-again',
              label: RUN_AGAIN[how].label,
              session: again?.session ?? '',
              how,
            }),
          ),
          ...actionsFor(launch, source, variable, platform),
        ],
      },
    ];
  },
);

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
