// Attributes, resources and scopes as OTLP's JSON has them.
// Rules: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding; what has its default is left out.

import type { Attribute, AttributeValue } from '../../model/attribute.ts';
import type { Resource, Scope } from '../../model/origin.ts';

export function toAttributesJson(attributes: readonly Attribute[]): readonly object[] {
  return attributes.map(({ key, value }) => ({ key, value: toValueJson(value) }));
}

export function toValueJson(value: AttributeValue): object {
  switch (value.kind) {
    case 'string':
      return { stringValue: value.value };
    case 'bool':
      return { boolValue: value.value };
    case 'int':
      return { intValue: value.value };
    case 'double':
      return { doubleValue: value.value };
    case 'array':
      return { arrayValue: { values: value.values.map(toValueJson) } };
    case 'map':
      return { kvlistValue: { values: toAttributesJson(value.entries) } };
    case 'bytes':
      return { bytesValue: value.value };
    case 'empty':
      return {};
  }
}

export function toResourceJson({ attributes, droppedAttributes }: Resource): object {
  return withoutDefaults({ attributes: toAttributesJson(attributes), droppedAttributesCount: droppedAttributes });
}

export function toScopeJson({ name, version, attributes, droppedAttributes }: Scope): object {
  return withoutDefaults({
    ...{ name, version, attributes: toAttributesJson(attributes) },
    droppedAttributesCount: droppedAttributes,
  });
}

/** Without members that say no more than if they were not there. */
export function withoutDefaults(members: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => !isDefault(value)));
}

function isDefault(value: unknown): boolean {
  return value === undefined || value === '' || value === 0 || value === '0' || value === false || isEmpty(value);
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
