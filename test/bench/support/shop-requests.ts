// Export requests of the shop in protobuf: 512 spans each, all of one service, as a batching SDK sends them.
import { ExportTraceServiceRequest } from '../../support/otlp-schema.ts';
import { createRandom, type Random } from './random.ts';
import { type Attributes, runCustomer, SCOPES, SERVICES, type ShopSpan } from './shop-spans.ts';

export const SPANS_A_REQUEST = 512;

const START = 1_767_225_600_000_000_000n;

export function createShopRequests(count: number, seed = 1): readonly Uint8Array[] {
  return createRequests(count, SPANS_A_REQUEST, seed);
}

/** As an SDK sends them that batches nothing. */
export function createOneSpanRequests(count: number): readonly Uint8Array[] {
  return createRequests(count, 1, 1);
}

function createRequests(count: number, spansARequest: number, seed: number): readonly Uint8Array[] {
  const random = createRandom(seed);
  const resources = SERVICES.map((name, index) => ({ attributes: resourceOf(name, index, random) }));
  const queues: ShopSpan[][] = SERVICES.map(() => []);
  const requests: Uint8Array[] = [];
  const emit = (span: ShopSpan): void => {
    const queue = queues[span.service] ?? [];
    queue.push(span);
    if (queue.length === spansARequest) requests.push(encode(resources[span.service] ?? {}, queue.splice(0)));
  };
  for (let clock = START; requests.length < count; clock += BigInt(500 + random.integer(3000)) * 1000n)
    runCustomer(random, clock, emit);
  return requests.slice(0, count);
}

function encode(resource: object, spans: readonly ShopSpan[]): Uint8Array {
  const scopeSpans = [...Map.groupBy(spans, ({ scope }) => scope)].map(([scope, group]) => ({
    scope: SCOPES[scope],
    spans: group.map(toMessage),
  }));
  return ExportTraceServiceRequest.encode({ resourceSpans: [{ resource, scopeSpans }] }).finish();
}

function toMessage(span: ShopSpan): object {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentId === undefined ? {} : { parentSpanId: span.parentId }),
    name: span.name,
    kind: span.kind,
    startTimeUnixNano: toLong(span.start),
    endTimeUnixNano: toLong(span.end),
    attributes: toKeyValues(span.attributes),
    events: span.events.map(({ name, time, attributes }) => ({
      name,
      timeUnixNano: toLong(time),
      attributes: toKeyValues(attributes),
    })),
    status: span.failed ? { code: 2, message: 'card declined' } : {},
    flags: 0x101,
  };
}

function toKeyValues(attributes: Attributes): readonly object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: toAnyValue(value) }));
}

function toAnyValue(value: string | number | boolean): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: value } : { doubleValue: value };
}

/** 64 bits as protobufjs writes them without loss. */
function toLong(value: bigint): object {
  return { low: Number(value & 0xffffffffn), high: Number(value >> 32n), unsigned: true };
}

function resourceOf(name: string, index: number, random: Random): readonly object[] {
  return toKeyValues({
    'service.name': name,
    'service.version': `1.${index}.3`,
    'service.namespace': 'shop',
    'service.instance.id': random.uuid(),
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.name': 'opentelemetry',
    'telemetry.sdk.version': '2.12.1',
    'host.name': 'dev-laptop',
    'host.arch': 'amd64',
    'os.type': 'linux',
    'process.pid': 4000 + index,
    'process.runtime.name': 'nodejs',
    'process.runtime.version': '24.21.0',
    'process.command': `/app/${name}/dist/index.js`,
    'deployment.environment.name': 'local',
  });
}
