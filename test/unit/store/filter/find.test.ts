// What a filter finds is what a search from one end to the other finds that was written without looking at it.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { findAttribute } from '../../../../src/model/attribute.ts';
import { LogBatch } from '../../../../src/model/log-batch.ts';
import { decodeLogs } from '../../../../src/otlp/logs/decode-logs.ts';
import { readAttribute, readSpan } from '../../../../src/otlp/trace/span-reader.ts';
import { LogStore } from '../../../../src/store/log-store.ts';
import type { Filter, Term } from '../../../../src/store/query/filter/filter.ts';
import { createFilters } from '../../../../src/store/query/filter/filters.ts';
import { compilePattern } from '../../../../src/store/query/filter/pattern.ts';
import { printFilter } from '../../../../src/store/query/filter/print-filter.ts';
import type { SpanStore } from '../../../../src/store/span-store.ts';
import { createFedStore } from '../../../support/store-with.ts';
import { type SpanSpec, spanId, toJsonBytes, traceId } from '../../../support/trace-request.ts';
import { anyFilter } from './any-filter.ts';

const anySpan = fc.record({
  id: fc.integer({ min: 1, max: 30 }).map(spanId),
  trace: fc.integer({ min: 1, max: 6 }).map(traceId),
  parent: fc.option(fc.integer({ min: 1, max: 30 }).map(spanId), { nil: undefined }),
  name: fc.constantFrom('GET /cart', 'GET /', 'pay', 'a "b" (c)', ''),
  kind: fc.integer({ min: 0, max: 3 }),
  start: fc.nat({ max: 10_000 }),
  duration: fc.constantFrom(0, 2000, 3999, 4000, 5000, 9000),
  error: fc.boolean(),
  attributes: fc.dictionary(
    fc.constantFrom('http.route', 'retries', 'cached', 'my key', 'a:b', 'host.name'),
    fc.oneof(
      fc.constantFrom('/cart/1', '/pay', 'ALPHA', 'a*b', '\\', '3'),
      fc.integer({ min: -1, max: 5 }),
      fc.constantFrom(2.5, 0.5),
      fc.boolean(),
    ),
  ),
});
const anyRequest = fc.record({
  service: fc.constantFrom('shop', 'cart'),
  encoding: fc.constantFrom('protobuf', 'json'),
  spans: fc.array(anySpan, { maxLength: 8 }),
  /** Spans that a log record names, by their place. */
  logged: fc.array(fc.nat({ max: 7 }), { maxLength: 2 }),
});

interface Kept {
  readonly span: SpanSpec;
  readonly service: string;
  readonly trace: string;
}

suite('what a filter finds', () => {
  test('any filter over any spans, asked again after each request', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, fc.array(anyRequest, { maxLength: 6 }), async (filter, requests) => {
        const { store, receive } = createFedStore();
        const logs = new LogStore(() => '', 1 << 24);
        const filters = filtersOf(store, logs);
        const kept: Kept[] = [];
        const logged = new Set<string>();
        for (const { service, encoding, spans, logged: places } of requests) {
          const specs = spans.map(({ parent, ...span }) => (parent === undefined ? span : { ...span, parent }));
          receive(service, specs, encoding);
          for (const span of specs) kept.push({ span, service, trace: span.trace });
          for (const place of places) {
            const span = specs[place];
            if (span) addLog(logs, span.trace, span.id);
            if (span) logged.add(`${span.trace} ${span.id}`);
          }
          const found = await filters.find(printFilter(filter));
          const expected = kept.filter((one) => passes(filter, one, kept, logged)).map(({ trace }) => trace);
          assert.deepEqual(
            [...found].map((trace) => store.traces.id(trace)).sort(),
            [...new Set(expected)].sort(),
            printFilter(filter),
          );
        }
      }),
      { numRuns: 800 },
    );
  });

  test('an attribute that is looked for is the one that is read with all others', () => {
    fc.assert(
      fc.property(
        fc.array(anySpan, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('protobuf', 'json'),
        (spans, encoding) => {
          const { store, receive } = createFedStore();
          for (const row of receive(
            'shop',
            spans.map(({ parent: _, ...span }) => span),
            encoding,
          )) {
            const bytes = store.bytes(row);
            const { attributes } = readSpan(bytes, encoding);
            for (const text of ['http.route', 'retries', 'cached', 'my key', '', 'http.rout'])
              assert.deepEqual(
                readAttribute(bytes, 0, bytes.length, encoding, { text, bytes: new TextEncoder().encode(text) }),
                findAttribute(attributes, text),
              );
          }
        },
      ),
    );
  });

  test('a record that comes later makes its span one that has logs', async () => {
    const { store, receive } = createFedStore();
    const logs = new LogStore(() => '', 1 << 24);
    const filters = filtersOf(store, logs);
    receive('shop', [{ id: spanId(1), trace: traceId(1) }]);
    assert.equal((await filters.find('has:logs')).size, 0);
    addLog(logs, traceId(2), spanId(1));
    assert.equal((await filters.find('has:logs')).size, 0, 'of another trace');
    addLog(logs, traceId(1), spanId(1));
    assert.equal((await filters.find('has:logs')).size, 1);
  });

  test('spans that end, are evicted or cleared are asked for as they are now', async () => {
    const { store, tell } = createFedStore();
    const filters = filtersOf(store, new LogStore(() => '', 1 << 24));
    const [row = -1] = tell('open', 'shop', [{ id: spanId(1), name: 'slow' }]);
    assert.equal((await filters.find('is:open')).size, 1);
    tell('ended', 'shop', [{ id: spanId(1), name: 'slow', duration: 5000 }], [row]);
    assert.equal((await filters.find('is:open')).size, 0);
    assert.equal((await filters.find('duration:>=5us')).size, 1);
    store.clear();
    tell('ended', 'shop', [{ id: spanId(2), name: 'quick', duration: 5 }]);
    const found = await filters.find('duration:>=5us');
    assert.deepEqual(
      [...found].filter((trace) => store.traces.has(trace)),
      [],
    );
  });
});

function filtersOf(store: SpanStore, logs: LogStore) {
  return createFilters({
    store,
    logsVersion: () => logs.version,
    hasLogs: (high, low, trace) => logs.hasSpan(high, low, trace),
    breathe: async () => {},
  });
}

function addLog(logs: LogStore, trace: string, span: string): void {
  const batch = new LogBatch();
  const record = { body: { stringValue: 'x' }, traceId: trace, spanId: span };
  assert.ok(decodeLogs(toJsonBytes({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] }), 'json', batch).ok);
  logs.append(batch);
}

function passes(filter: Filter, one: Kept, all: readonly Kept[], logged: ReadonlySet<string>): boolean {
  switch (filter.kind) {
    case 'all':
      return true;
    case 'and':
      return filter.parts.every((part) => passes(part, one, all, logged));
    case 'or':
      return filter.parts.some((part) => passes(part, one, all, logged));
    case 'not':
      return !passes(filter.part, one, all, logged);
    case 'text': {
      const texts = [one.span.name ?? '', one.service, ...Object.values(one.span.attributes ?? {})];
      return texts.some((text) => typeof text === 'string' && compilePattern(`*${filter.text}*`)(text));
    }
    case 'term':
      return filter.operator === '!='
        ? !holds({ ...filter, operator: '=' }, one, all, logged)
        : holds(filter, one, all, logged);
  }
}

const NANOSECONDS: Readonly<Record<string, number>> = { '2us': 2000, '5us': 5000, '0.004ms': 4000, '1s': 1e9 };

function holds(
  { key, operator, value }: Term,
  { span, service, trace }: Kept,
  all: readonly Kept[],
  logged: ReadonlySet<string>,
): boolean {
  const like = (text: string) => compilePattern(value)(text);
  const order = (actual: number, limit: number) =>
    ({
      '>': actual > limit,
      '>=': actual >= limit,
      '<': actual < limit,
      '<=': actual <= limit,
      '=': actual === limit,
      '!=': false,
    })[operator];
  const others = all.filter((other) => other.trace === trace).map((other) => other.span);
  const ends = others.map(({ start = 0, duration = 0 }) => start + duration);
  switch (key) {
    case 'service':
      return like(service);
    case 'name':
      return like(span.name ?? '');
    case 'scope':
      return like('test');
    case 'event':
      return false;
    case 'trace':
      return like(trace);
    case 'span':
      return like(span.id);
    case 'status':
      return value === (span.error ? 'error' : 'unset');
    case 'kind':
      return value === ['unspecified', 'internal', 'server', 'client'][span.kind ?? 1];
    case 'has':
      return value === 'logs' && logged.has(`${trace} ${span.id}`);
    case 'is':
      return value === 'root' && span.parent === undefined;
    case 'duration':
      return order(span.duration ?? 0, NANOSECONDS[value] ?? Number.NaN);
    case 'trace.duration':
      return order(
        Math.max(...ends) - Math.min(...others.map(({ start = 0 }) => start)),
        NANOSECONDS[value] ?? Number.NaN,
      );
    case 'trace.spans':
      return order(others.length, Number(value));
    case 'trace.errors':
      return order(others.filter(({ error }) => error).length, Number(value));
    default:
      return attributeHolds(
        key,
        span,
        service,
        like,
        (actual) => order(actual, Number(value)),
        operator === '=',
        value,
      );
  }
}

function attributeHolds(
  key: string,
  span: SpanSpec,
  service: string,
  like: (text: string) => boolean,
  order: (actual: number) => boolean,
  isEqual: boolean,
  wanted: string,
): boolean {
  if (key === 'scope.version') return isEqual ? like('1.0') : false;
  if (key === 'service.name' || key === 'resource.service.name') return isEqual && like(service);
  if (key.startsWith('resource.')) return false;
  const value = span.attributes?.[key.replace(/^span\./, '')];
  if (value === undefined) return false;
  if (isEqual)
    return like(String(value)) || (typeof value === 'number' && wanted.trim() !== '' && value === Number(wanted));
  return typeof value !== 'boolean' && String(value).trim() !== '' && order(Number(value));
}
