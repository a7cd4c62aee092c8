// Texts with stars in them: what a value of a filter stands for. Case does not count.

/** Whether the pattern stands for all of the text. */
export type Pattern = (text: string) => boolean;

/** An unescaped star is any text; a backslash stands before a plain star and a plain backslash. */
export function compilePattern(pattern: string): Pattern {
  const pieces = toPieces(pattern.toLowerCase());
  const [first = ''] = pieces;
  if (pieces.length === 1) return (text) => text.toLowerCase() === first;
  const last = pieces.at(-1) ?? '';
  const between = pieces.slice(1, -1);
  return (text) => {
    const lower = text.toLowerCase();
    if (lower.length < first.length + last.length || !lower.startsWith(first) || !lower.endsWith(last)) return false;
    const end = lower.length - last.length;
    let at = first.length;
    for (const piece of between) {
      const found = lower.indexOf(piece, at);
      if (found < 0 || found + piece.length > end) return false;
      at = found + piece.length;
    }
    return true;
  };
}

/** The plain text of a pattern, stars as they are. */
export function plainText(pattern: string): string {
  return pattern.replace(/\\([*\\])/g, '$1');
}

/** So that the pattern stands for this text alone. */
export function toPattern(text: string): string {
  return text.replace(/[*\\]/g, '\\$&');
}

function toPieces(pattern: string): readonly string[] {
  const pieces: string[] = [''];
  for (const [part] of pattern.matchAll(/\\[*\\]|[\s\S]/g)) {
    if (part === '*') pieces.push('');
    else pieces.push((pieces.pop() ?? '') + (part.length === 2 && part.startsWith('\\') ? part.slice(1) : part));
  }
  return pieces;
}
