/** Reads what a Python fixture says of itself: `# span: <key> @ <function>; <key>` on the line of a span. */
import type { Mark } from '../hooks-node/marks.ts';

export function readPythonMarks(source: string): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const [index, text] of source.split('\n').entries()) {
    const said = /# span: (.*)$/.exec(text)?.[1];
    for (const part of said?.split(';') ?? []) {
      const [key = '', functionName] = part.split('@').map((word) => word.trim());
      marks.set(key, { line: index + 1, text, functionName });
    }
  }
  return marks;
}
