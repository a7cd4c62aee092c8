/** Reads what a Python fixture says of itself: `# span: <key> @ <function> ~ <origin>; <key>` on the line of a span. */
import type { Mark } from '../hooks-node/marks.ts';

export interface PythonMark extends Mark {
  /** How the place was found; undefined for a caller's own. */
  readonly origin: string | undefined;
}

export function readPythonMarks(source: string): ReadonlyMap<string, PythonMark> {
  const marks = new Map<string, PythonMark>();
  for (const [index, text] of source.split('\n').entries()) {
    const said = /# span: (.*)$/.exec(text)?.[1];
    for (const part of said?.split(';') ?? []) {
      const [what = '', origin] = part.split('~').map((word) => word.trim());
      const [key = '', functionName] = what.split('@').map((word) => word.trim());
      marks.set(key, { line: index + 1, text, functionName, origin });
    }
  }
  return marks;
}
