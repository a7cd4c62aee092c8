// Attributes, resources and scopes out of JSON bytes, decoded when shown. Camel and snake case are both read.

import type { Attribute, AttributeValue } from '../../model/attribute.ts';
import { toBase64 } from '../../model/base64.ts';
import type { Resource, Scope } from '../../model/origin.ts';
import { toFixed64 } from '../wire/json-fields.ts';
import { toDouble } from './to-double.ts';

const MAX_NESTING = 64;
const utf8 = new TextDecoder();

/** Of numbers that a double may not hold. */
const LONG_NUMBER = /[:,[\s]-?\d{16}/;

/** Throws SyntaxError on malformed text. */
export function parseJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return undefined;
  const text = utf8.decode(bytes);
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  try {
    return JSON.parse(text, (_key: string, value: unknown, { source = '' }: { readonly source?: string }) =>
      typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? source : value,
    );
  } catch (error) {
    // What is nested too deeply for that is shown with its last digits gone.
    if (error instanceof RangeError) return JSON.parse(text);
    throw error;
  }
}

export function readResourceJson(bytes: Uint8Array): Resource {
  const resource = parseJson(bytes);
  return {
    attributes: toAttributes(field(resource, 'attributes')),
    droppedAttributes: toCount(field(resource, 'droppedAttributesCount')),
  };
}

export function readScopeJson(bytes: Uint8Array): Scope {
  const scope = parseJson(bytes);
  return {
    name: toText(field(scope, 'name')),
    version: toText(field(scope, 'version')),
    attributes: toAttributes(field(scope, 'attributes')),
    droppedAttributes: toCount(field(scope, 'droppedAttributesCount')),
  };
}

/** By its name in camel case, or the same in snake case. */
export function field(of: unknown, camel: string): unknown {
  if (typeof of !== 'object' || of === null) return undefined;
  const own = (name: string): unknown => (Object.hasOwn(of, name) ? Reflect.get(of, name) : undefined);
  return own(camel) ?? own(camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

export function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A number, or one in quotes; 0 for anything else. */
export function toCount(value: unknown): number {
  const count = typeof value === 'number' || typeof value === 'string' ? Number(value) : 0;
  return Number.isFinite(count) ? count : 0;
}

/** 64 unsigned bits. */
export function toNanos(value: unknown): bigint {
  return typeof value === 'number' || typeof value === 'string' ? toFixed64(String(value)) : 0n;
}

/** A double, or the names that JSON has for those that it cannot write. */
export function toNumber(value: unknown): number {
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : 0;
}

export function toAttributes(value: unknown, nesting = 0): readonly Attribute[] {
  return toList(value).map((entry) => ({
    key: toText(field(entry, 'key')),
    value: toValue(field(entry, 'value'), nesting),
  }));
}

export function toValue(value: unknown, nesting = 0): AttributeValue {
  if (nesting > MAX_NESTING) return { kind: 'empty' };
  const of = (name: string): unknown => field(value, name) ?? undefined;
  const text = of('stringValue');
  if (text !== undefined) return { kind: 'string', value: toText(text) };
  const bool = of('boolValue');
  if (bool !== undefined) return { kind: 'bool', value: bool === true || bool === 'true' };
  const int = of('intValue');
  if (int !== undefined) return { kind: 'int', value: toDigits(int) };
  const double = of('doubleValue');
  if (double !== undefined) return toDouble(Number(double));
  const array = of('arrayValue');
  if (array !== undefined)
    return { kind: 'array', values: toList(field(array, 'values')).map((member) => toValue(member, nesting + 1)) };
  const map = of('kvlistValue');
  if (map !== undefined) return { kind: 'map', entries: toAttributes(field(map, 'values'), nesting + 1) };
  const bytes = of('bytesValue');
  if (bytes !== undefined) return { kind: 'bytes', value: toStandardBase64(toText(bytes)) };
  return { kind: 'empty' };
}

/** Digits, with a sign where negative, also of what was written as a floating point number; 0 for anything else. */
export function toDigits(value: unknown): string {
  if (typeof value !== 'number' && typeof value !== 'string') return '0';
  const text = String(value);
  if (/^-?\d+$/.test(text)) return BigInt(text).toString();
  const number = Number(text);
  return Number.isFinite(number) ? BigInt(Math.trunc(number)).toString() : '0';
}

function toStandardBase64(text: string): string {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
    return toBase64(bytes);
  } catch {
    return text;
  }
}

/** In hex, whether it was written so or in base64; empty where it is none of so many bytes. */
export function toIdText(value: unknown, bytes: number): string {
  const text = toText(value);
  if (new RegExp(`^[0-9a-f]{${bytes * 2}}$`, 'i').test(text)) return text.toLowerCase();
  try {
    const decoded = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const hex = Array.from(decoded, (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');
    return decoded.length === bytes ? hex : '';
  } catch {
    return '';
  }
}
