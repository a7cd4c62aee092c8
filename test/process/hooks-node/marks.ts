/** Reads what a fixture program says of itself: `// span: <key> @ <function>; <key>` on the line of a span. */

export interface Mark {
  readonly line: number;
  readonly text: string;
  readonly functionName: string | undefined;
}

export function readMarks(source: string): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const [index, text] of source.split('\n').entries()) {
    const said = /\/\/ span: (.*)$/.exec(text)?.[1];
    for (const part of said?.split(';') ?? []) {
      const [key = '', functionName] = part.split('@').map((word) => word.trim());
      marks.set(key, { line: index + 1, text, functionName });
    }
  }
  return marks;
}
