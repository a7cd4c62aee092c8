// The text of one argument of a call, in JavaScript or Python, without a parser: strings and brackets are heeded.

/** A call is read no further than this many characters. */
const MAX_CALL = 4000;

const OPENING = '([{';
const CLOSING = ')]}';

export interface Piece {
  readonly text: string;
  /** Of its first character, in the text that was read. */
  readonly offset: number;
}

/** `open`: the offset of the call's bracket. The pieces between its commas, outside of inner brackets. */
export function readArguments(text: string, open: number): readonly Piece[] {
  const pieces: Piece[] = [];
  const end = Math.min(text.length, open + MAX_CALL);
  let depth = 0;
  let start = open + 1;
  const close = (at: number) => {
    const raw = text.slice(start, at);
    const trimmed = raw.trim();
    if (trimmed !== '') pieces.push({ text: trimmed, offset: start + raw.indexOf(trimmed) });
    start = at + 1;
  };
  for (let at = open; at < end; at++) {
    const character = text.charAt(at);
    if (character === '"' || character === "'" || character === '`') at = endOfString(text, at, character);
    else if (OPENING.includes(character)) depth++;
    else if (CLOSING.includes(character)) {
      depth--;
      if (depth > 0) continue;
      close(at);
      return pieces;
    } else if (character === ',' && depth === 1) close(at);
  }
  return pieces;
}

/** The value under a key of an object literal, or of a keyword argument. */
export function readNamed(pieces: readonly Piece[], name: string): Piece | undefined {
  const key = new RegExp(`^(?:${name}|"${name}"|'${name}')\\s*[:=](?!=)\\s*`);
  for (const { text, offset } of pieces) {
    const found = key.exec(text)?.[0].length;
    if (found !== undefined) return { text: text.slice(found), offset: offset + found };
  }
  return undefined;
}

/** The offset of the quote that ends the string. */
function endOfString(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\') at++;
    else if (character === quote || (character === '\n' && quote !== '`')) return at;
  }
  return text.length;
}
