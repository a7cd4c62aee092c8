// A double as an attribute's value: those that JSON cannot write are text.

import type { AttributeValue } from '../../model/attribute.ts';

export function toDouble(value: number): AttributeValue {
  if (Number.isFinite(value)) return { kind: 'double', value };
  return { kind: 'double', value: Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity' };
}
