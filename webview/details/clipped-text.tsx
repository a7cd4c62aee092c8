// A value of any length: what is long is cut until the user asks for it.

import { useState } from 'preact/hooks';
import { groupDigits } from '../../src/model/format-duration.ts';
import { clip, toBlock } from '../../src/model/plain-text.ts';

export interface ClippedTextProps {
  readonly text: string;
  /** Characters shown before "Show all". */
  readonly limit?: number;
  readonly preformatted?: boolean;
}

/** Even on request no more than this: a page must not stall over one attribute. Copying has it all. */
const MOST = 100_000;

/** Text that scrolls sideways must be reachable by keys: WCAG 2.2, 2.1.1. */
const SCROLLABLE = { tabIndex: 0 };

export function ClippedText({ text, limit = 400, preformatted = false }: ClippedTextProps) {
  const [expanded, setExpanded] = useState(false);
  if (text === '') return <span class="placeholder">(empty)</span>;
  const long = text.length > limit;
  const shown = toBlock(expanded ? clip(text, MOST) : clip(text, limit));
  return (
    <>
      {preformatted ? (
        <section class="value preformatted" aria-label="Stack" {...SCROLLABLE}>
          {shown}
        </section>
      ) : (
        <span class="value" dir="auto">
          {shown}
        </span>
      )}
      {long && (
        <button type="button" class="link more" aria-expanded={expanded} onClick={() => setExpanded(!expanded)}>
          {expanded
            ? 'Show less'
            : `Show ${text.length > MOST ? `the first ${groupDigits(MOST)} of` : 'all'} ${groupDigits(text.length)} characters`}
        </button>
      )}
    </>
  );
}
