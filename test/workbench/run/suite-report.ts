// What a suite leaves in files while it runs in the editor: the lines to show, and its result at the end.
import { readFileSync, writeFileSync } from 'node:fs';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface SuiteReport {
  readonly env: Readonly<Record<string, string>>;
  /** Undefined when the suite did not come to its end. */
  result(): Counts | undefined;
  stop(): void;
}

const POLL_MS = 200;

export function followReport(lines: string, result: string, show: (text: string) => void): SuiteReport {
  writeFileSync(lines, '');
  let shown = 0;
  const pump = (): void => {
    const text = readFileSync(lines);
    if (text.length > shown) show(text.subarray(shown).toString());
    shown = text.length;
  };
  const timer = setInterval(pump, POLL_MS);
  return {
    env: { SPANLINE_TEST_LINES: lines, SPANLINE_TEST_RESULT: result },
    result: () => readCounts(result),
    stop() {
      clearInterval(timer);
      pump();
    },
  };
}

function readCounts(file: string): Counts | undefined {
  try {
    const { passes, failures, pending } = JSON.parse(readFileSync(file, 'utf8'));
    return { passed: Number(passes), failed: Number(failures), skipped: Number(pending) };
  } catch {
    return undefined;
  }
}
