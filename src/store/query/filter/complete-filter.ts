// What may stand at a place in the text of a filter.

import type { FilterCompletion } from '../../../model/filter-text.ts';
import type { SpanStore } from '../../span-store.ts';
import { FIELDS, OWNERS } from './fields.ts';
import { OPERATORS } from './filter.ts';
import { plainText, toPattern } from './pattern.ts';
import { presentKeys, presentValues } from './present-values.ts';
import { printKey, printValue } from './print-filter.ts';
import { readTokens } from './read-tokens.ts';

const MOST_ITEMS = 50;

/** `cursor`: an offset into the text. */
export function completeFilter(store: SpanStore, text: string, cursor: number): FilterCompletion {
  const tokens = readTokens(text);
  const index = tokens.findLastIndex(({ from }) => from < cursor);
  const token = tokens[index];
  const before = tokens[index - 1];
  const isTouched = token !== undefined && cursor <= token.to;
  const isText = isTouched && (token.kind === 'word' || token.kind === 'quoted');
  if (isTouched && token.kind === 'colon' && before) return completeValue(store, before.text, '', cursor, cursor);
  const key = tokens[index - 2];
  if (isText && before?.kind === 'colon' && token.isJoined && key) {
    const sign = token.kind === 'word' ? (OPERATORS.find((known) => token.text.startsWith(known)) ?? '') : '';
    return completeValue(store, key.text, token.text.slice(sign.length), token.from + sign.length, token.to);
  }
  if (isText) return completeKey(store, token.text, token.from, followedByColon(tokens, index) ?? token.to);
  return completeKey(store, '', cursor, cursor);
}

function followedByColon(tokens: ReturnType<typeof readTokens>, index: number): number | undefined {
  const next = tokens[index + 1];
  return next?.kind === 'colon' && next.isJoined ? next.to : undefined;
}

function completeKey(store: SpanStore, written: string, from: number, to: number): FilterCompletion {
  const owner = OWNERS.find((known) => written.toLowerCase().startsWith(known)) ?? '';
  const fields = owner === '' ? Object.entries(FIELDS).map(([key, { about }]) => ({ text: printKey(key), about })) : [];
  const keys = sortedByCount(presentKeys(store))
    // In the place of a field of the same name the attribute is meant by whose it is.
    .map((key) => ({
      text: printKey(toPattern(`${owner || (Object.hasOwn(FIELDS, key) ? 'span.' : '')}${key}`)),
      about: '',
    }));
  return { from, to, items: [...fields, ...keys].filter(({ text }) => holds(text, written)).slice(0, MOST_ITEMS) };
}

function completeValue(store: SpanStore, key: string, written: string, from: number, to: number): FilterCompletion {
  const items = sortedByCount(presentValues(store, key))
    .filter((value) => holds(value, plainText(written)))
    .slice(0, MOST_ITEMS)
    .map((value) => ({ text: `${printValue(toPattern(value))} `, about: '' }));
  return { from, to, items };
}

function holds(text: string, written: string): boolean {
  return text.toLowerCase().includes(written.toLowerCase());
}

function sortedByCount(counts: ReadonlyMap<string, number>): readonly string[] {
  return [...counts].sort(([, a], [, b]) => b - a).map(([text]) => text);
}
