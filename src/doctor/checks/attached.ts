// Programs that a debugger was attached to: they had their environment before.

import type { FindingAction } from '../../model/finding.ts';
import { checkLaunches } from '../check.ts';
import { ourVariables } from '../code/our-variables.ts';

export const attached = checkLaunches(
  'attached',
  'Programs that ran already when the debugger was attached',
  ({ name, capture }, { port, isAttachOff }) => {
    if (capture.kind !== 'attached') return [];
    const copy: readonly FindingAction[] =
      port === undefined ? [] : [{ kind: 'copy', label: 'Copy Variables', text: ourVariables(port) }];
    return [
      {
        severity: 'hint',
        wrong: `“${name}” was attached to a program that ran already.`,
        why: 'The variables of such a program are those of its start: its exporter sends where they say. Launch it with F5, or start it with these variables.',
        actions: isAttachOff
          ? [{ kind: 'setting', label: 'Open Setting', setting: 'spanline.capture.attach' }, ...copy]
          : copy,
      },
    ];
  },
);
