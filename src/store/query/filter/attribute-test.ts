// What a filter asks of the value of an attribute.

import { type AttributeValue, formatAttributeValue } from '../../../model/attribute.ts';
import { parseNumber } from './fields.ts';
import type { Operator, Term } from './filter.ts';
import { compilePattern } from './pattern.ts';

export type ValueTest = (value: AttributeValue) => boolean;

/** Of an operator that is not '!=': that is the opposite of '=' over all places where the attribute may be. */
export function compileValueTest({ operator, value }: Pick<Term, 'operator' | 'value'>): ValueTest {
  const number = parseNumber(value);
  if (operator !== '=' && operator !== '!=') {
    const inOrder = compileOrder(operator);
    return anyOf((single) => inOrder(numberIn(single) ?? Number.NaN, number ?? Number.NaN));
  }
  const pattern = compilePattern(value);
  return anyOf(
    (single) =>
      pattern(formatAttributeValue(single)) ||
      (number !== undefined && (single.kind === 'int' || single.kind === 'double') && numberIn(single) === number),
  );
}

export function compileOrder(operator: Operator): (value: number, limit: number) => boolean {
  switch (operator) {
    case '>':
      return (value, limit) => value > limit;
    case '>=':
      return (value, limit) => value >= limit;
    case '<':
      return (value, limit) => value < limit;
    case '<=':
      return (value, limit) => value <= limit;
    case '=':
      return (value, limit) => value === limit;
    case '!=':
      return (value, limit) => value !== limit;
  }
}

/** Of a list any member may pass. */
function anyOf(test: ValueTest): ValueTest {
  return (value) => (value.kind === 'array' ? value.values.some(test) : test(value));
}

function numberIn(value: AttributeValue): number | undefined {
  return value.kind === 'int' || value.kind === 'double' || value.kind === 'string'
    ? parseNumber(String(value.value))
    : undefined;
}
