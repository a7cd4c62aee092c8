// What the scripted store says of filters and statistics, whatever it holds.

import type { FilterCompletion, FilterError } from '../../../src/model/filter-text.ts';
import type { NameStatistics, StoreApi } from '../../../src/protocol/store-api.ts';

/** A text with “broken” in it is none. */
export function checkFilter(text: string): FilterError | undefined {
  const at = text.indexOf('broken');
  return at < 0 ? undefined : { message: '“status” takes unset, ok or error.', from: at, to: at + 6 };
}

const FIELDS = [
  { text: 'service:', about: 'name of the service' },
  { text: 'status:', about: 'status of the span' },
];

export function completeFilter(text: string, cursor: number): FilterCompletion {
  const from = text.lastIndexOf(' ', cursor - 1) + 1;
  return { from, to: cursor, items: FIELDS.filter((item) => item.text.startsWith(text.slice(from, cursor))) };
}

export const STATISTICS: readonly NameStatistics[] = [
  {
    service: 'gateway',
    name: 'GET /products',
    query: 'service:gateway name:"GET /products"',
    count: 1200,
    errors: 3,
    p50: 12e6,
    p95: 41e6,
    p99: 88e6,
    total: 18e9,
  },
  {
    service: 'catalog',
    name: 'SELECT "products"',
    query: 'service:catalog name:SELECT',
    count: 1200,
    errors: 0,
    p50: 2e6,
    p95: 5e6,
    p99: 9e6,
    total: 3e9,
  },
  {
    service: 'catalog',
    name: undefined,
    query: 'service:catalog',
    count: 7,
    errors: 0,
    p50: 1e3,
    p95: 2e3,
    p99: 3e3,
    total: 1e4,
  },
];

/** Of what these tests do not look at. */
export const NOTHING_ELSE: Pick<StoreApi, 'metrics' | 'points' | 'openSpans' | 'sites'> = {
  metrics: async () => [],
  points: async () => [],
  openSpans: async () => ({ isTold: false, activeState: undefined, around: [], others: [], more: 0 }),
  sites: async () => [],
};
