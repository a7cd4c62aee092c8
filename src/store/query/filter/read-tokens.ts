// The text of a filter as tokens: words and quoted texts, each with where it stands.

export interface Token {
  readonly kind: 'word' | 'quoted' | 'open' | 'close' | 'colon' | 'not';
  /** Of a quoted one what is between its quotes. Backslashes are as patterns have them: two for one, and one before a plain star. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** A quoted text that does not end. */
  readonly isOpen: boolean;
  /** Whether nothing stands between this one and the one before. */
  readonly isJoined: boolean;
}

const SINGLE = { '(': 'open', ')': 'close', ':': 'colon' } as const;

/** Total: what is odd is a word. A minus at the start of an item is a 'not', within it is part of the word. */
export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let inValue = false;
  for (let at = 0; at < text.length; ) {
    if (isSpace(text[at])) {
      at++;
      continue;
    }
    const from = at;
    const before = tokens.at(-1);
    const isJoined = before !== undefined && before.to === from;
    const push = (kind: Token['kind'], to: number, meant: string, isOpen = false) => {
      tokens.push({ kind, text: meant, from, to, isOpen, isJoined });
      at = to;
    };
    const single = singleAt(text, at, inValue);
    if (single !== undefined) push(single, at + 1, text.slice(at, at + 1));
    else if (text[at] === '"') {
      const { meant, end, isOpen } = readQuoted(text, at + 1);
      push('quoted', end, meant, isOpen);
    } else {
      const end = endOfWord(text, at, inValue);
      push('word', end, escapeBackslashes(text.slice(at, end)));
    }
    inValue = single === 'colon';
  }
  return tokens;
}

function singleAt(text: string, at: number, inValue: boolean): Token['kind'] | undefined {
  const char = text[at];
  if (char === '(' || char === ')') return SINGLE[char];
  if (char === ':' && !inValue) return SINGLE[char];
  return char === '-' && !inValue && !isSpace(text[at + 1]) && text[at + 1] !== undefined ? 'not' : undefined;
}

/** A value may hold colons, as times and addresses do; a key may not. */
function endOfWord(text: string, from: number, inValue: boolean): number {
  let at = from;
  for (; at < text.length; at++) {
    const char = text[at];
    if (isSpace(char) || char === '(' || char === ')' || char === '"') break;
    if (char === ':' && !inValue) break;
  }
  return at;
}

function readQuoted(
  text: string,
  from: number,
): { readonly meant: string; readonly end: number; readonly isOpen: boolean } {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return { meant: inQuotes(text.slice(from, at)), end: at + 1, isOpen: false };
  }
  return { meant: inQuotes(text.slice(from)), end: text.length, isOpen: true };
}

function inQuotes(text: string): string {
  return escapeBackslashes(text, (next) => (next === '"' ? next : `\\\\${next}`));
}

/** One that escapes nothing stands for itself, and is written as the two that say so. */
function escapeBackslashes(text: string, lone = (next: string) => `\\\\${next}`): string {
  return text.replace(/\\(.?)/gs, (pair, next: string) => (next === '*' || next === '\\' ? pair : lone(next)));
}

function isSpace(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r' || char === '\u00a0';
}
