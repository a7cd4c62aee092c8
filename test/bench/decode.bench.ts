// G1: our protobuf decoder beside protobufjs, on the same requests in the same process. G2: that of JSON beside JSON.parse.
//
// protobufjs writes its decoder at run time, from the same templates as pbjs writes static code: both are as fast
// (measured), so nothing is generated here.
import { SpanBatch } from '../../src/model/span-batch.ts';
import { decodeTraceJson } from '../../src/otlp/trace/decode-json.ts';
import { decodeTraceProtobuf } from '../../src/otlp/trace/decode-protobuf.ts';
import * as spanReader from '../../src/otlp/trace/span-reader.ts';
import { SpanStore } from '../../src/store/span-store.ts';
import { ExportTraceServiceRequest } from '../support/otlp-schema.ts';
import { printProgress, printRow } from './support/print-row.ts';
import { describeRatio, ratioOf } from './support/ratio-of.ts';
import { renewIds, toRenewable } from './support/renew-ids.ts';
import { createShopRequests, SPANS_A_REQUEST } from './support/shop-requests.ts';

const ROUNDS = 9;
const REQUESTS = 64;
/** Times through all requests in a round of ours: about as long as one of protobufjs. */
const REPEATS = 20;
const MEMORY_LIMIT = 96 << 20;
const JSON_REQUESTS = 16;
const JSON_REPEATS = 8;

const utf8 = new TextDecoder();
const requests = createShopRequests(REQUESTS).map(toRenewable);
const bytes = requests.reduce((sum, request) => sum + request.bytes.length, 0);
let pass = 0;
printProgress(`${REQUESTS} requests, ${(bytes / REQUESTS / SPANS_A_REQUEST).toFixed(0)} bytes a span`);

const batch = new SpanBatch();
const store = new SpanStore(spanReader, MEMORY_LIMIT);
// The store is full in all rounds: it takes in the new and lets go of the oldest.
while (store.evicted.spans === 0) takeAll((request) => decodeInto(request, true));

const reference = () => speed(1, (request) => void ExportTraceServiceRequest.decode(request));

for (const [what, append] of [
  ['protobuf decode to columns', false],
  ['protobuf decode to columns and append to the store', true],
] as const) {
  const ratio = await ratioOf(() => speed(REPEATS, (request) => decodeInto(request, append)), reference, ROUNDS);
  printProgress(`${what}: ${describeRatio(ratio)}`);
  printRow({ goal: 'G1', what: `${what} : protobufjs`, ratio: ratio.median, unit: 'x', target: '>= 25' });
}

// Of the text that a server has before it parses: its bytes.
const texts = createShopRequests(JSON_REQUESTS).map(toJson);
const json = await ratioOf(
  () => jsonSpeed((bytes) => decodeJsonInto(bytes)),
  () => jsonSpeed((bytes) => void JSON.parse(utf8.decode(bytes))),
  ROUNDS,
);
printProgress(`JSON decode to columns: ${describeRatio(json)}`);
printRow({
  goal: 'G2',
  what: 'JSON decode to columns : JSON.parse alone',
  ratio: json.median,
  unit: 'x',
  target: '>= 5',
});

function decodeJsonInto(bytes: Uint8Array): void {
  const decoded = decodeTraceJson(bytes, batch);
  if (!decoded.ok || batch.count !== SPANS_A_REQUEST) throw new Error('a request was not decoded');
}

/** Requests a second. */
function jsonSpeed(take: (request: Uint8Array) => void): number {
  const from = performance.now();
  for (let repeat = 0; repeat < JSON_REPEATS; repeat++) for (const text of texts) take(text);
  return (JSON_REPEATS * texts.length * 1000) / (performance.now() - from);
}

/** As the SDK of JavaScript writes it: ids in hex, 64 bits as text. */
function toJson(request: Uint8Array): Uint8Array {
  const message = ExportTraceServiceRequest.toObject(ExportTraceServiceRequest.decode(request), {
    longs: String,
    bytes: String,
  });
  const inHex = (key: string, value: unknown) =>
    /^(trace|span|parentSpan)Id$/.test(key) ? Buffer.from(String(value), 'base64').toString('hex') : value;
  return new TextEncoder().encode(JSON.stringify(message, inHex));
}

function decodeInto(request: Uint8Array, append: boolean): void {
  const decoded = decodeTraceProtobuf(request, batch);
  if (!decoded.ok || batch.count !== SPANS_A_REQUEST) throw new Error('a request was not decoded');
  if (append) store.append(batch);
}

/** Spans a second. */
function speed(repeats: number, take: (request: Uint8Array) => void): number {
  let milliseconds = 0;
  for (let repeat = 0; repeat < repeats; repeat++) milliseconds += takeAll(take);
  return (repeats * REQUESTS * SPANS_A_REQUEST * 1000) / milliseconds;
}

/** Gives each request with new ids once; answers with the milliseconds that taking them took. */
function takeAll(take: (request: Uint8Array) => void): number {
  pass++;
  for (const request of requests) renewIds(request, pass);
  const from = performance.now();
  for (const { bytes } of requests) take(bytes);
  return performance.now() - from;
}
