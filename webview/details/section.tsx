// A titled part of the details that can be closed.

import type { ComponentChildren } from 'preact';
import { groupDigits } from '../../src/model/format-duration.ts';

export interface SectionProps {
  readonly title: string;
  readonly count?: number;
  readonly open?: boolean;
  readonly children: ComponentChildren;
}

export function Section({ title, count, open = true, children }: SectionProps) {
  return (
    <details class="section" open={open}>
      <summary>
        <span class="section-title">{title}</span>
        {count !== undefined && <span class="badge">{groupDigits(count)}</span>}
      </summary>
      <div class="section-body">{children}</div>
    </details>
  );
}
