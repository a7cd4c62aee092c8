// What was received beside what the document says was sent: each difference is a line.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Attribute, type AttributeValue, formatAttributeValue } from '../../src/model/attribute.ts';
import type { Received } from './receive.ts';

export const DOCUMENT = join(import.meta.dirname, 'telemetry.json');

type Value = string | number | boolean | readonly Value[];
type Values = Readonly<Record<string, Value>>;

interface Sent {
  readonly resource: Values;
  readonly scope: { readonly name: string; readonly version: string; readonly schemaUrl: string };
  readonly spans: readonly {
    readonly name: string;
    readonly kind: string;
    readonly parent?: number;
    readonly status?: { readonly code: string; readonly message?: string };
    readonly attributes: Values;
    readonly events: readonly { readonly name: string; readonly attributes: Values }[];
    readonly linked?: boolean;
  }[];
  readonly logs: readonly {
    readonly severityNumber: number;
    readonly severityText: string;
    readonly body: string;
    readonly attributes: Values;
    readonly span?: number;
  }[];
  readonly metrics: readonly {
    readonly name: string;
    readonly unit: string;
    readonly description: string;
    readonly kind: string;
    readonly bounds?: readonly number[];
    readonly values: readonly { readonly value: number; readonly attributes: Values }[];
  }[];
}

/** What the sender itself made of a span, in the order of the document. Times in nanoseconds since the Unix epoch. */
export interface ToldSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly start: string;
  readonly end: string;
  readonly events: readonly string[];
}

export const sent: Sent = JSON.parse(readFileSync(DOCUMENT, 'utf8'));

/** What some SDKs cannot be told, or have otherwise by their own rules. */
export interface Allowances {
  /** What it calls a span without a name. */
  readonly nameless?: string;
}

export function compare(received: Received, told: readonly ToldSpan[], allow: Allowances = {}): readonly string[] {
  const lines: string[] = [];
  const expect = (what: string, actual: unknown, expected: unknown) => {
    if (!isDeepStrictEqual(actual, expected)) lines.push(`${what}: ${show(actual)} was received for ${show(expected)}`);
  };
  const expectAttributes = (what: string, attributes: readonly Attribute[], values: Values) => {
    for (const [key, value] of Object.entries(values)) {
      const found = attributes.filter((attribute) => attribute.key === key);
      expect(
        `${what}, ${key}`,
        found.map((attribute) => plain(attribute.value)),
        [value],
      );
    }
  };
  const exactly = (what: string, attributes: readonly Attribute[], values: Values) => {
    expectAttributes(what, attributes, values);
    expect(`${what}, keys`, attributes.map(({ key }) => key).sort(), Object.keys(values).sort());
  };
  for (const record of [...received.spans, ...received.logs, ...received.points]) {
    expectAttributes('resource', record.resource.attributes, sent.resource);
    expect('scope', [record.scope.name, record.scope.version], [sent.scope.name, sent.scope.version]);
    expect('schema of the scope', record.scopeSchemaUrl, sent.scope.schemaUrl);
  }
  expect('spans', received.spans.length, sent.spans.length);
  for (const [index, span] of sent.spans.entries()) {
    const what = `span ${index}`;
    const own = told[index];
    const found = received.spans.find(({ spanId }) => spanId === own?.spanId);
    if (!found || !own) {
      lines.push(`${what} was not received`);
      continue;
    }
    const parent = span.parent === undefined ? undefined : told[span.parent];
    expect(`${what}, name`, found.name, span.name || (allow.nameless ?? ''));
    expect(`${what}, kind`, found.kind, span.kind);
    expect(`${what}, status`, found.status, span.status?.code ?? 'unset');
    expect(`${what}, message`, found.statusMessage, span.status?.message ?? '');
    expect(`${what}, trace`, found.traceId, own.traceId);
    expect(`${what}, parent`, found.parentId, parent?.spanId ?? '0'.repeat(16));
    expect(`${what}, times`, [found.start, found.end], [BigInt(own.start), BigInt(own.end)]);
    exactly(`${what}, attributes`, found.attributes, span.attributes);
    expect(
      `${what}, events`,
      found.events.map(({ name }) => name),
      span.events.map(({ name }) => name),
    );
    found.events.forEach((event, number) => {
      exactly(`${what}, event ${number}`, event.attributes, span.events[number]?.attributes ?? {});
      expect(
        `${what}, event ${number}, time`,
        event.offset,
        Number(BigInt(own.events[number] ?? 0) - BigInt(own.start)),
      );
    });
    expect(`${what}, dropped`, found.dropped, { attributes: 0, events: 0, links: 0 });
    expect(
      `${what}, links`,
      found.links.map((link) => [link.traceId, link.spanId]),
      span.linked ? [['ab'.repeat(16), 'cd'.repeat(8)]] : [],
    );
    for (const link of found.links) exactly(`${what}, link`, link.attributes, { why: 'for the test' });
  }
  expect('logs', received.logs.length, sent.logs.length);
  for (const log of sent.logs) {
    const found = received.logs.find(({ body }) => plain(body) === log.body);
    if (!found) {
      lines.push(`the log "${log.body}" was not received`);
      continue;
    }
    const own = log.span === undefined ? undefined : told[log.span];
    expect(`log "${log.body}"`, [found.severityNumber, found.severityText], [log.severityNumber, log.severityText]);
    expect(`log "${log.body}", span`, [found.traceId, found.spanId], [own?.traceId, own?.spanId]);
    exactly(`log "${log.body}"`, found.attributes, log.attributes);
    if (found.time === '0' && found.observedTime === '0') lines.push(`log "${log.body}" has no time`);
  }
  for (const metric of sent.metrics) {
    const points = received.points.filter((point) => point.metric.name === metric.name);
    const [first] = points;
    const series = Map.groupBy(metric.values, ({ attributes }) => JSON.stringify(attributes));
    expect(`metric ${metric.name}, points`, points.length, series.size);
    if (!first) continue;
    const what = `metric ${metric.name}`;
    expect(what, [first.metric.unit, first.metric.description], [metric.unit, metric.description]);
    expect(`${what}, kind`, [first.metric.kind, first.metric.isMonotonic], KINDS[metric.kind]);
    for (const values of series.values()) {
      const attributes = values[0]?.attributes ?? {};
      const point = points.find(
        (candidate) =>
          candidate.attributes.length === Object.keys(attributes).length &&
          Object.entries(attributes).every(([key, value]) =>
            candidate.attributes.some((attribute) => attribute.key === key && plain(attribute.value) === value),
          ),
      );
      if (!point) {
        lines.push(`${what}: no point with ${JSON.stringify(attributes)}`);
        continue;
      }
      if (point.time === '0') lines.push(`${what} has no time`);
      const numbers = values.map(({ value }) => value);
      const sum = numbers.reduce((total, value) => total + value, 0);
      if (metric.kind === 'histogram' || metric.kind === 'exponentialHistogram') {
        expect(`${what}, count and sum`, [point.count, point.sum], [String(numbers.length), sum]);
        expect(`${what}, range`, [point.min, point.max], [Math.min(...numbers), Math.max(...numbers)]);
      } else expect(`${what}, value`, point.value.kind === 'none' ? undefined : Number(point.value.value), sum);
      if (metric.bounds) {
        expect(`${what}, bounds`, point.explicitBounds, metric.bounds);
        expect(`${what}, buckets`, point.bucketCounts, bucketsOf(numbers, metric.bounds));
      }
      if (metric.kind === 'exponentialHistogram') {
        expect(`${what}, zeros`, point.zeroCount, String(numbers.filter((value) => value === 0).length));
        const counted = (point.positive?.counts ?? []).reduce((total, count) => total + Number(count), 0);
        expect(`${what}, in buckets`, counted, numbers.filter((value) => value > 0).length);
      }
    }
  }
  return lines;
}

const KINDS: Readonly<Record<string, readonly [string, boolean]>> = {
  counter: ['sum', true],
  upDownCounter: ['sum', false],
  gauge: ['gauge', false],
  histogram: ['histogram', false],
  exponentialHistogram: ['exponential histogram', false],
};

function bucketsOf(values: readonly number[], bounds: readonly number[]): readonly string[] {
  const counts = Array.from({ length: bounds.length + 1 }, () => 0);
  for (const value of values) {
    const index = bounds.findIndex((bound) => value <= bound);
    const at = index === -1 ? bounds.length : index;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts.map(String);
}

/** Of a value as the document writes it. */
function plain(value: AttributeValue): unknown {
  if (value.kind === 'array') return value.values.map(plain);
  if (value.kind === 'int' || value.kind === 'double') return Number(value.value);
  if (value.kind === 'bool' || value.kind === 'string') return value.value;
  return formatAttributeValue(value);
}

function show(value: unknown): string {
  return JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? 'nothing';
}
