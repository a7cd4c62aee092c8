// From the text of a filter to what it says, by descent: 'or' binds least, then 'and' (which may be left out), then 'not'.

import { fail, ok } from '../../../base/result.ts';
import type { FilterError } from '../../../model/filter-text.ts';
import { checkTerm } from './fields.ts';
import { type Filter, OPERATORS, type Operator, type ParsedFilter } from './filter.ts';
import { readTokens, type Token } from './read-tokens.ts';

/** Deeper ones are no filter that a person writes. */
const MAX_NESTING = 64;

/** Total: of a text that is no filter the first thing that is wrong is told. */
export function parseFilter(text: string): ParsedFilter {
  const tokens = readTokens(text);
  if (tokens.length === 0) return ok({ kind: 'all' });
  const reader = new FilterReader(tokens, text.length);
  const filter = reader.either(0);
  return reader.error === undefined ? ok(filter) : fail(reader.error);
}

class FilterReader {
  readonly #tokens: readonly Token[];
  readonly #end: number;
  #at = 0;
  error: FilterError | undefined;

  constructor(tokens: readonly Token[], end: number) {
    this.#tokens = tokens;
    this.#end = end;
  }

  /** At nesting 0 up to the end of the text. */
  either(nesting: number): Filter {
    const parts = [this.#all(nesting)];
    while (this.#takeKeyword('or')) parts.push(this.#all(nesting));
    const left = this.#next;
    if (nesting === 0 && left !== undefined) this.#fail('This parenthesis closes none.', left);
    return join('or', parts);
  }

  #all(nesting: number): Filter {
    const parts: Filter[] = [];
    let isAsked = true;
    for (;;) {
      const next = this.#next;
      const isOver = next === undefined || next.kind === 'close' || this.#isKeyword(next, 'or');
      if (isOver || this.error !== undefined) break;
      parts.push(this.#one(nesting));
      isAsked = this.#takeKeyword('and');
    }
    if (isAsked)
      this.#fail(parts.length === 0 ? 'A filter is missing here.' : 'What follows “and” is missing.', this.#next);
    return join('and', parts);
  }

  #one(nesting: number): Filter {
    const token = this.#take();
    if (token === undefined) return this.#nothing('A filter is missing here.', token);
    if (nesting > MAX_NESTING) return this.#nothing('This is nested too deeply.', token);
    switch (token.kind) {
      case 'not':
        return { kind: 'not', part: this.#one(nesting + 1) };
      case 'open':
        return this.#group(token, nesting);
      case 'colon':
        return this.#nothing(
          'What stands before the colon is missing: write a field or the key of an attribute.',
          token,
        );
      case 'close':
        return this.#nothing('A filter is missing here.', token);
      case 'word':
      case 'quoted':
        if (this.#next?.kind === 'colon' && this.#next.isJoined) return this.#term(token);
        if (this.#isWord(token, 'not')) return { kind: 'not', part: this.#one(nesting + 1) };
        if (this.#isWord(token, 'and')) return this.#nothing('A filter is missing before “and”.', token);
        if (token.isOpen) return this.#nothing('The closing quote is missing.', token);
        return { kind: 'text', text: token.text };
    }
  }

  #group(open: Token, nesting: number): Filter {
    const filter = this.either(nesting + 1);
    if (this.error !== undefined) return filter;
    if (this.#take()?.kind !== 'close') return this.#nothing('The closing parenthesis is missing.', open);
    return filter;
  }

  #term(key: Token): Filter {
    this.#take();
    const value = this.#next;
    const isValue = value?.isJoined === true && (value.kind === 'word' || value.kind === 'quoted');
    if (!isValue) return this.#missingValue(key);
    this.#take();
    const operator = value.kind === 'word' ? OPERATORS.find((sign) => value.text.startsWith(sign)) : undefined;
    const rest = operator === undefined ? value.text : value.text.slice(operator.length);
    const from = value.from + (operator?.length ?? 0);
    return this.#finishTerm(key, operator ?? '=', { ...value, text: rest, from });
  }

  #finishTerm(key: Token, operator: Operator, first: Token): Filter {
    const next = this.#next;
    // A quoted value may follow its operator.
    const value =
      first.kind === 'word' && first.text === '' && next?.isJoined && next.kind === 'quoted' ? this.#take() : first;
    if (value === undefined || (value.kind === 'word' && value.text === '')) return this.#missingValue(key);
    if (value.isOpen) return this.#nothing('The closing quote is missing.', value);
    const term = { kind: 'term', key: key.text, operator, value: value.text } as const;
    const wrong = checkTerm(term);
    if (wrong !== undefined) return this.#nothing(wrong.message, wrong.part === 'key' ? key : value);
    return term;
  }

  #missingValue(key: Token): Filter {
    const at = this.#tokens[this.#at - 1]?.to ?? this.#end;
    this.error ??= { message: `The value of “${key.text}” is missing.`, from: key.from, to: at };
    return { kind: 'all' };
  }

  get #next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #take(): Token | undefined {
    const token = this.#next;
    if (token !== undefined) this.#at++;
    return token;
  }

  #takeKeyword(word: string): boolean {
    const next = this.#next;
    if (next === undefined || !this.#isKeyword(next, word)) return false;
    this.#at++;
    return true;
  }

  /** A word that a colon follows is a key, whatever it says. */
  #isKeyword(token: Token, word: string): boolean {
    const after = this.#tokens[this.#tokens.indexOf(token, this.#at) + 1];
    return this.#isWord(token, word) && !(after?.kind === 'colon' && after.isJoined);
  }

  #isWord(token: Token, word: string): boolean {
    return token.kind === 'word' && token.text.toLowerCase() === word;
  }

  #nothing(message: string, at: Token | undefined): Filter {
    this.#fail(message, at);
    return { kind: 'all' };
  }

  #fail(message: string, at: Token | undefined): void {
    this.error ??= { message, from: at?.from ?? this.#end, to: at?.to ?? this.#end };
  }
}

function join(kind: 'and' | 'or', parts: readonly Filter[]): Filter {
  const [first] = parts;
  if (first === undefined) return { kind: 'all' };
  return parts.length === 1 ? first : { kind, parts };
}
