// What a filter says, as the text that says it in the plainest way.

import type { Filter, Term } from './filter.ts';

export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'all':
      return '';
    case 'and':
      return filter.parts.map((part) => printWithin(part, part.kind === 'and' || part.kind === 'or')).join(' ');
    case 'or':
      return filter.parts.map((part) => printWithin(part, part.kind === 'or')).join(' or ');
    case 'not':
      return `-${printWithin(filter.part, filter.part.kind === 'and' || filter.part.kind === 'or')}`;
    case 'text':
      return quoteIfNeeded(filter.text, /[\s"():]|^-|^(?:and|or|not)$|^$/i);
    case 'term':
      return printTerm(filter);
  }
}

function printWithin(part: Filter, needsParentheses: boolean): string {
  return needsParentheses ? `(${printFilter(part)})` : printFilter(part);
}

function printTerm({ key, operator, value }: Term): string {
  return `${printKey(key)}${operator === '=' ? '' : operator}${printValue(value)}`;
}

/** With the colon behind it. */
export function printKey(key: string): string {
  return `${quoteIfNeeded(key, /[\s"():]|^-|^$/)}:`;
}

export function printValue(value: string): string {
  return quoteIfNeeded(value, /[\s"()]|^$|^[<>=!]/);
}

/** Backslashes are kept: they are as patterns have them. */
function quoteIfNeeded(text: string, needed: RegExp): string {
  return needed.test(text) ? `"${text.replaceAll('"', '\\"')}"` : text;
}
