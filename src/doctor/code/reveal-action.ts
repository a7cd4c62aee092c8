// The button that shows a place, where there is one.

import type { FindingAction } from '../../model/finding.ts';
import type { Site } from '../../model/site.ts';
import { nameOf } from './place-in-text.ts';

export function revealAction(site: Site | undefined): readonly FindingAction[] {
  return site === undefined ? [] : [{ kind: 'reveal', label: `Open ${nameOf(site)}`, site }];
}
