// Whether anything could have been captured at all: trust, the setting, the receiver, a launch.

import type { Check, Found } from '../check.ts';
import type { DoctorFacts } from '../facts.ts';

export const captureState: Check = {
  id: 'capture',
  looksFor: 'Capture that is off, an untrusted workspace, a receiver that failed, nothing started',
  find: (facts) => [...ofWindow(facts), ...ofLaunches(facts)],
};

function ofWindow({ isTrusted, isEnabled, failure, launches, terminals }: DoctorFacts): readonly Found[] {
  if (!isTrusted)
    return [
      {
        severity: 'problem',
        wrong: 'This workspace is not trusted.',
        why: 'In Restricted Mode nothing is added to programs and nothing listens for their spans.',
        actions: [{ kind: 'command', label: 'Manage Workspace Trust', command: 'manage-trust' }],
      },
    ];
  if (!isEnabled)
    return [
      {
        severity: 'problem',
        wrong: 'Capture is off.',
        why: 'Programs that are started while the setting spanline.capture.enabled is off keep their own exporters. Turn it on, and start the program again.',
        actions: [
          { kind: 'command', label: 'Turn Capture On', command: 'enable-capture' },
          { kind: 'setting', label: 'Open Setting', setting: 'spanline.capture.enabled' },
        ],
      },
    ];
  if (failure !== undefined)
    return [
      {
        severity: 'problem',
        wrong: 'The receiver of spans does not run.',
        why: failure,
        actions: [{ kind: 'command', label: 'Show Log', command: 'show-log' }],
      },
    ];
  if (launches.length > 0) return [];
  return [
    {
      severity: 'hint',
      wrong: 'Nothing has been started in this window.',
      why: `Programs that are started with F5 are captured. ${ofTerminals(terminals)}`,
      actions: [
        { kind: 'command', label: 'Start Debugging', command: 'start' },
        { kind: 'command', label: 'Open Terminal with Capture', command: 'open-terminal' },
        { kind: 'setting', label: 'Open Setting', setting: 'spanline.capture.terminals' },
      ],
    },
  ];
}

function ofTerminals(terminals: DoctorFacts['terminals']): string {
  switch (terminals.kind) {
    case 'captured':
      return 'So are those in terminals that were opened since spanline.capture.terminals is on: open the others again.';
    case 'left':
      return terminals.why;
    case 'off':
      return 'Those in terminals and tasks are not, unless the setting spanline.capture.terminals is on or one is opened with capture.';
  }
}

function ofLaunches({ isTrusted, isEnabled, launches }: DoctorFacts): readonly Found[] {
  // What holds for the whole window has been said.
  if (!isTrusted || !isEnabled) return [];
  return launches.flatMap(({ name, type, capture }): readonly Found[] => {
    if (capture.kind === 'left')
      return [
        {
          severity: 'problem',
          wrong: `“${name}” was started without capture.`,
          why: 'Capture was off, or could not begin, when it was started: a program takes its environment with it from its start.',
          actions: [
            { kind: 'command', label: 'Restart', command: 'restart' },
            { kind: 'command', label: 'Show Log', command: 'show-log' },
          ],
        },
      ];
    if (capture.kind === 'unreachable' && type !== 'docker')
      return [
        {
          severity: 'hint',
          wrong: `“${name}” is of type ${type}, which is not captured.`,
          why: 'The environment of such a program does not reach what makes its spans. Servers that it calls are captured when they are started with F5.',
          actions: [],
        },
      ];
    return [];
  });
}
