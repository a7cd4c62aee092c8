// The pages as a user finds them: the only place here that knows their elements.
import type { Frame, Locator } from 'playwright-core';

export const TRACES_PAGE = 'main[data-page="traces"]';
export const TRACE_PAGE = 'main[data-page="trace"]';
export const TRACE_ROWS = `${TRACE_PAGE} [role="treegrid"] [role="row"][aria-level]`;

/** The rows of the Traces view, without the head of the table. */
export function findTraces(traces: Frame): Locator {
  return traces.locator(`${TRACES_PAGE} [role="grid"] [role="row"][aria-selected]`).filter({ visible: true });
}

/** Of rows in the Traces view, the one whose trace has the most spans. */
export async function pickFullest(rows: Locator): Promise<Locator> {
  const counts = (await rows.locator('.spans').allInnerTexts()).map((text) => Number(text.replaceAll(/\D/g, '')));
  return rows.nth(Math.max(counts.indexOf(Math.max(...counts)), 0));
}

export interface SpanRow {
  readonly name: string;
  readonly service: string;
  /** What to click. */
  readonly target: Locator;
}

/** The rows of the trace that are on the screen. */
export async function readSpans(trace: Frame): Promise<readonly SpanRow[]> {
  const rows = await trace.locator(TRACE_ROWS).filter({ visible: true }).all();
  return Promise.all(
    rows.map(async (row) => {
      const target = row.locator('.name');
      return {
        name: (await target.innerText()).trim(),
        service: (await row.getAttribute('data-service')) ?? '',
        target,
      };
    }),
  );
}
