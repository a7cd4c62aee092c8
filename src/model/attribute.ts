// Attributes as OTLP's AnyValue has them, in a form that survives JSON: 64-bit integers and non-finite doubles are text.

export type AttributeValue =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  /** Decimal digits, with a sign where negative. */
  | { readonly kind: 'int'; readonly value: string }
  | { readonly kind: 'double'; readonly value: number | 'NaN' | 'Infinity' | '-Infinity' }
  | { readonly kind: 'array'; readonly values: readonly AttributeValue[] }
  | { readonly kind: 'map'; readonly entries: readonly Attribute[] }
  /** Base64. */
  | { readonly kind: 'bytes'; readonly value: string }
  | { readonly kind: 'empty' };

export interface Attribute {
  readonly key: string;
  readonly value: AttributeValue;
}

/** The value as a person reads it: text bare, the composed ones as JSON-like text. */
export function formatAttributeValue(value: AttributeValue): string {
  switch (value.kind) {
    case 'string':
    case 'int':
    case 'bytes':
      return value.value;
    case 'bool':
    case 'double':
      return String(value.value);
    case 'array':
      return `[${value.values.map(formatNested).join(', ')}]`;
    case 'map':
      return `{${value.entries.map((entry) => `${entry.key}: ${formatNested(entry.value)}`).join(', ')}}`;
    case 'empty':
      return '';
  }
}

function formatNested(value: AttributeValue): string {
  return value.kind === 'string' ? JSON.stringify(value.value) : formatAttributeValue(value);
}

/** The last attribute of that key, as later ones win in the SDKs. */
export function findAttribute(attributes: readonly Attribute[], key: string): AttributeValue | undefined {
  return attributes.findLast((attribute) => attribute.key === key)?.value;
}
