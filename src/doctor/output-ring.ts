// Of what a program prints, the last lines that may speak of telemetry.

const MAX_LINES = 100;
/** Characters. */
const MAX_LINE = 400;
/** A line without an end is cut here, so that no more than this is held. */
const MAX_PENDING = 8000;

/** Wider than any pattern that is looked for later, and quick: it reads all that a program prints. */
const MAY_SPEAK =
  /otel|opentelemetry|otlp|export|instrument|unavailable|econnrefused|enotfound|refused|tracer|span|diag|unrecognized|cannot find (?:module|package)|modulenotfound|no module/i;

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours in a terminal begin with.
const COLORS = /\u001b\[[\d;]*m/g;

export interface OutputRing {
  readonly lines: readonly string[];
  take(text: string): void;
}

export function createOutputRing(): OutputRing {
  const lines: string[] = [];
  let pending = '';
  const clip = (line: string) => line.replace(COLORS, '').slice(0, MAX_LINE).trim();
  const end = (line: string) => {
    if (!MAY_SPEAK.test(line)) return;
    lines.push(clip(line));
    if (lines.length > MAX_LINES) lines.shift();
  };
  return {
    get lines() {
      return MAY_SPEAK.test(pending) ? [...lines, clip(pending)] : [...lines];
    },
    take(text) {
      const parts = (pending + text).split('\n');
      pending = (parts.pop() ?? '').slice(-MAX_PENDING);
      for (const part of parts) end(part);
    },
  };
}
