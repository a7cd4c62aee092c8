/** The attributes of a resource, those alone that are there where the SDK still looks for others: to ask would make it complain. */
import { type Dictionary, isDictionary } from './foreign.ts';

export function resourceAttributes(resource: Dictionary): unknown {
  if (resource.asyncAttributesPending !== true) return resource.attributes;
  // SDK 1.x keeps the two kinds apart; SDK 2 has a list of pairs in which the first of a key counts.
  if (isDictionary(resource._syncAttributes)) return resource._syncAttributes;
  if (typeof resource.getRawAttributes !== 'function') return undefined;
  const pairs: unknown = resource.getRawAttributes();
  if (!Array.isArray(pairs)) return undefined;
  const found = new Map<string, unknown>();
  for (const pair of pairs) {
    if (!Array.isArray(pair)) continue;
    const [key, value]: readonly unknown[] = pair;
    if (typeof key === 'string' && !isPromise(value) && value !== undefined && !found.has(key)) found.set(key, value);
  }
  return Object.fromEntries(found);
}

function isPromise(value: unknown): boolean {
  return isDictionary(value) && typeof value.then === 'function';
}
