// What a filter says: the tree that its text is read to and printed from.

import type { Result } from '../../../base/result.ts';
import type { FilterError } from '../../../model/filter-text.ts';

export type Filter =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  /** Found in a span's name, its service or the text of one of its attributes. */
  | { readonly kind: 'text'; readonly text: string }
  | Term;

export interface Term {
  readonly kind: 'term';
  /** A field, or the key of an attribute, as it was written. */
  readonly key: string;
  readonly operator: Operator;
  /** As it is meant: without quotes. Where the operator is '=', an unescaped * stands for any text. */
  readonly value: string;
}

/** The longer ones first: a reader takes the first that fits. */
export const OPERATORS = ['>=', '<=', '!=', '>', '<', '='] as const;
export type Operator = (typeof OPERATORS)[number];

export type ParsedFilter = Result<Filter, FilterError>;
