// The keys and values that spans have here, as far as the newest of them tell: what completion offers.

import { type Attribute, formatAttributeValue } from '../../../model/attribute.ts';
import { indexInChunk } from '../../columns/chunks.ts';
import type { SpanStore } from '../../span-store.ts';
import { fieldOf, OWNERS } from './fields.ts';
import { plainText } from './pattern.ts';

/** Spans that are looked at: what one reads in a moment. */
const SAMPLE = 4000;
/** Longer values are none that one completes. */
const MOST_LENGTH = 200;

/** By how many of the spans that were looked at have it. */
export type Counts = ReadonlyMap<string, number>;

/** Keys of attributes of spans and of resources. */
export function presentKeys(store: SpanStore): Counts {
  const keys = createCounts();
  for (const row of newestRows(store)) {
    const { attributes, resource } = attributesOf(store, row);
    for (const { key } of [...attributes, ...resource]) keys.add(key);
  }
  return keys.counts;
}

export function presentValues(store: SpanStore, key: string): Counts {
  const field = fieldOf(key);
  const values = createCounts();
  if (field?.values) for (const value of field.values) values.add(value);
  if (field?.takes === 'choice') return values.counts;
  const owner = OWNERS.find((known) => key.startsWith(known)) ?? '';
  const name = plainText(key.slice(owner.length));
  for (const row of newestRows(store)) {
    if (field) values.add(fieldText(store, row, key));
    else for (const value of valuesOf(store, row, name, owner)) values.add(value);
  }
  return values.counts;
}

function fieldText(store: SpanStore, row: number, key: string): string | undefined {
  const origin = store.chunk(row)!.origin[indexInChunk(row)]!;
  if (key === 'service') return store.origins.serviceName(origin);
  if (key === 'name') return store.name(row);
  if (key === 'scope') return store.reader.readScope(store.origins.scope(origin), store.origins.encoding(origin)).name;
  if (key === 'event') return store.reader.readSpan(store.bytes(row), store.origins.encoding(origin)).events[0]?.name;
  return undefined;
}

function valuesOf(store: SpanStore, row: number, name: string, owner: string): readonly string[] {
  const { attributes, resource } = attributesOf(store, row);
  const all = [...(owner === 'resource.' ? [] : attributes), ...(owner === 'span.' ? [] : resource)];
  return all.flatMap(({ key, value }) => {
    if (key !== name) return [];
    return (value.kind === 'array' ? value.values : [value]).map(formatAttributeValue);
  });
}

function attributesOf(
  store: SpanStore,
  row: number,
): { readonly attributes: readonly Attribute[]; readonly resource: readonly Attribute[] } {
  const origin = store.chunk(row)!.origin[indexInChunk(row)]!;
  const encoding = store.origins.encoding(origin);
  return {
    attributes: store.reader.readSpan(store.bytes(row), encoding).attributes,
    resource: store.reader.readResource(store.origins.resource(origin), encoding).attributes,
  };
}

function* newestRows(store: SpanStore): Iterable<number> {
  let left = SAMPLE;
  for (let row = store.rows - 1; row >= store.firstHeldRow && left > 0; row--) {
    if (!store.hasRow(row)) continue;
    yield row;
    left--;
  }
}

function createCounts() {
  const counts = new Map<string, number>();
  const add = (text: string | undefined) => {
    if (text === undefined || text === '' || text.length > MOST_LENGTH) return;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  };
  return { counts, add };
}
