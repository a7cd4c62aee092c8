/**
 * Reads a little JavaScript or TypeScript: what a call is given, and the parameters of the functions around it. It knows
 * brackets, strings, templates, comments and regular expressions; what else it meets it passes over.
 */

export interface Call {
  /** What is called, as it is written. */
  readonly callee: string;
  /** Source of each argument. */
  readonly args: readonly string[];
  /** The functions around the call, from the innermost outwards. */
  enclosing(): readonly EnclosingFunction[];
}

export interface EnclosingFunction {
  /** Source of each parameter. */
  readonly parameters: readonly string[];
  /** Where it begins in the text: no two have the same. */
  readonly start: number;
}

interface Bracket {
  readonly open: string;
  readonly start: number;
  /** Where the items end, as commas do. */
  readonly commas: number[];
  /** The function whose body it is. */
  readonly body: EnclosingFunction | undefined;
  /** Arrow functions without braces, of which what follows is the body: each is in the one before. */
  arrows: EnclosingFunction[];
  /** A function whose body is still to come, when its type of return has brackets. */
  readonly awaited: EnclosingFunction | undefined;
  /** The word before it. */
  readonly word: string;
}

const TOKEN =
  /\s+|\/\/.*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"|[\w$#\u0080-\uffff]+|=>|[\s\S]/y;
const REGULAR_EXPRESSION = /\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;
/** V8 puts a call at its name; at its arguments if the name is none, or is a word of the language. */
const CALLEE = /(?:(?:[\w$]+\??\.)*#?[\w$]+(?:<[^()]*>)?\s*(?:\?\.)?)?\(/y;
/** Words before a parenthesis which is followed by a block, not by the body of a function. */
const CONTROL = /^(?:if|for|while|switch|catch|with|await)$/;
const BEFORE_EXPRESSION = /^(?:return|typeof|case|in|of|delete|void|throw|new|instanceof|await|yield|else|do)$/;
const CLOSES: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

/** Undefined where no call begins at the offset. */
export function callAt(text: string, offset: number): Call | undefined {
  CALLEE.lastIndex = offset;
  const callee = CALLEE.exec(text);
  if (callee === null) return undefined;
  const inside = scan(text, offset + callee[0].length - 1, text.length);
  if (inside?.closed === undefined) return undefined;
  return {
    callee: callee[0],
    args: itemsOf(text, inside.closed.bracket, inside.closed.end),
    enclosing: () => {
      const open = scan(text, 0, offset)?.open ?? [];
      return open.flatMap(({ arrows, body }) => (body === undefined ? arrows : [body, ...arrows])).reverse();
    },
  };
}

interface Scan {
  readonly open: Bracket[];
  /** A bracket that the scan began with, where it is closed. */
  readonly closed: { readonly bracket: Bracket; readonly end: number } | undefined;
}

function scan(text: string, from: number, until: number): Scan | undefined {
  const top = bracket('', from, undefined, undefined, '');
  const open: Bracket[] = [top];
  let at = from;
  let last = '';
  let coming: EnclosingFunction | undefined;
  let isTyped = false;
  while (at < until) {
    const inner = open.at(-1) ?? top;
    if (inner.open === '`') {
      const end = endOfTemplate(text, at);
      if (end === undefined) return undefined;
      if (text[end] === '`') {
        open.pop();
        last = '`';
      } else open.push(bracket('{', end + 1, undefined, undefined, ''));
      at = end + (text[end] === '`' ? 1 : 2);
      continue;
    }
    const token = tokenAt(text, at, last);
    if (token === undefined) return undefined;
    const start = at;
    at += token.length;
    if (/^(?:\s|\/\/|\/\*)/.test(token)) continue;
    if (token === '(' || token === '[' || token === '{' || token === '`') {
      const isType = isTyped && /^[:|&<,(]$/.test(last);
      const body = token === '{' && !isType ? (last === '=>' ? inner.arrows.pop() : coming) : undefined;
      open.push(bracket(token, start + 1, body, isTyped && body === undefined ? coming : undefined, last));
      coming = undefined;
      isTyped = false;
    } else if (CLOSES.has(token)) {
      const closed = open.pop();
      if (closed === undefined || closed.open !== CLOSES.get(token)) return undefined;
      if (closed.start === from + 1) return { open, closed: { bracket: closed, end: start } };
      isTyped = closed.awaited !== undefined;
      coming = closed.awaited;
      if (token === ')' && !isTyped && !CONTROL.test(closed.word)) {
        coming = { parameters: itemsOf(text, closed, start), start: closed.start };
      }
    } else if (token === '=>') {
      inner.arrows.push(coming ?? { parameters: [last], start: start - last.length });
      coming = undefined;
      isTyped = false;
    } else if (token === ':' && last === ')' && coming !== undefined) isTyped = true;
    else if (!isTyped || /^[;=]$/.test(token)) {
      coming = undefined;
      isTyped = false;
    }
    if (token === ',') inner.commas.push(start);
    if (token === ',' || token === ';') inner.arrows = [];
    last = token;
  }
  return { open, closed: undefined };
}

function bracket(
  open: string,
  start: number,
  body: EnclosingFunction | undefined,
  awaited: EnclosingFunction | undefined,
  word: string,
): Bracket {
  return { open, start, commas: [], body, arrows: [], awaited, word };
}

function tokenAt(text: string, at: number, last: string): string | undefined {
  const isOperand = /[\w$)\]}'"`]$/.test(last) && !BEFORE_EXPRESSION.test(last);
  if (text[at] === '/' && !isOperand && text[at + 1] !== '/' && text[at + 1] !== '*') {
    REGULAR_EXPRESSION.lastIndex = at;
    const found = REGULAR_EXPRESSION.exec(text);
    if (found !== null) return found[0];
  }
  TOKEN.lastIndex = at;
  return TOKEN.exec(text)?.[0];
}

/** At the quote that closes a template, or at what opens an expression in it. */
function endOfTemplate(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '`' || (text[at] === '$' && text[at + 1] === '{')) return at;
  }
  return undefined;
}

function itemsOf(text: string, { start, commas }: Bracket, end: number): readonly string[] {
  const ends = [...commas, end];
  return ends.map((stop, index) => text.slice(index === 0 ? start : (ends[index - 1] ?? start) + 1, stop).trim());
}
