// Doubles in a form that survives JSON: those that it cannot write are text.

type Double = number | 'NaN' | 'Infinity' | '-Infinity';

/** As the value of an attribute, or of a point. */
export function toDouble(value: number): { readonly kind: 'double'; readonly value: Double } {
  return { kind: 'double', value: named(value) };
}

function named(value: number): Double {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}
