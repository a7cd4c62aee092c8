// What the store costs and how fast it answers, at one and at five million spans. G8: memory a span beside its wire bytes.
// G10: the tree of a trace beside the decoding of its spans. G13: a filter by an attribute beside a bare scan of the same bytes.
import { criticalPath } from '../../src/model/critical-path.ts';
import { parseTraceId } from '../../src/model/ids.ts';
import { SpanBatch } from '../../src/model/span-batch.ts';
import { buildTraceTree } from '../../src/model/trace-tree.ts';
import { decodeTraceProtobuf } from '../../src/otlp/trace/decode-protobuf.ts';
import * as spanReader from '../../src/otlp/trace/span-reader.ts';
import { indexInChunk } from '../../src/store/columns/chunks.ts';
import { createFilters } from '../../src/store/query/filter/filters.ts';
import { placeTrace } from '../../src/store/query/place-trace.ts';
import { findTrace } from '../../src/store/query/trace-rows-of.ts';
import { SpanStore } from '../../src/store/span-store.ts';
import { slabPacker } from '../../src/worker/packer.ts';
import { printProgress, printRow } from './support/print-row.ts';
import { describeRatio, toRatio } from './support/ratio-of.ts';
import { renewIds, toRenewable } from './support/renew-ids.ts';
import { createShopRequests, SPANS_A_REQUEST } from './support/shop-requests.ts';
import { createWideTrace } from './support/wide-trace.ts';

const MILLION = 1_000_000;
const ROUNDS = 7;
const REQUESTS = 64;

const requests = createShopRequests(REQUESTS).map(toRenewable);
const batch = new SpanBatch();
let pass = 0;

await measureMemory();
await measureFilter();
measureTree();

/** Takes in so many spans; answers with their wire bytes. */
async function fill(store: SpanStore, spans: number): Promise<number> {
  let bytes = 0;
  for (let taken = 0; taken < spans; ) {
    pass++;
    for (const request of requests) {
      if (taken >= spans) break;
      renewIds(request, pass);
      decode(request.bytes);
      store.append(batch);
      bytes += request.bytes.length;
      taken += SPANS_A_REQUEST;
    }
    // As in a session that is not at the limit of the machine: what is old has been packed.
    while (store.wantsPacking) await store.packSome();
  }
  return bytes;
}

function decode(request: Uint8Array): void {
  if (!decodeTraceProtobuf(request, batch).ok) throw new Error('a request was not decoded');
}

async function measureMemory(): Promise<void> {
  for (const millions of [1, 5]) {
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    // Large enough for all; a sixteenth of it is what may stay unpacked.
    const store = new SpanStore(spanReader, millions * 220 * MILLION, slabPacker);
    const bytes = await fill(store, millions * MILLION);
    globalThis.gc?.();
    const resident = process.memoryUsage().rss - before;
    if (store.evicted.spans > 0) throw new Error('some were evicted');
    const spans = store.spans;
    printProgress(
      `${millions} M spans: ${(store.byteSize / spans).toFixed(0)} bytes a span by its own count, ${(resident / spans).toFixed(0)} resident, of ${(bytes / spans).toFixed(0)} on the wire`,
    );
    const what = `memory of ${millions} M spans with their bytes packed, by its own count : wire bytes`;
    printRow({ goal: 'G8', what, ratio: store.byteSize / bytes, unit: 'x', target: '<= 0.30' });
    printRow({
      goal: 'G8',
      what: `the same, resident : wire bytes`,
      ratio: resident / bytes,
      unit: 'x',
      target: '<= 0.30',
    });
  }
}

async function measureFilter(): Promise<void> {
  for (const [how, packer] of [
    ['', undefined],
    [', its bytes packed', slabPacker],
  ] as const) {
    const store = new SpanStore(spanReader, 700 * MILLION, packer);
    await fill(store, MILLION);
    while (packer && store.wantsPacking) await store.packSome();
    for (const [what, query] of [
      ['an attribute that none has', 'http.route:/nowhere'],
      ['a duration', 'duration:>1h'],
      ['any text', 'nowhere-at-all'],
    ] as const) {
      const ratios: number[] = [];
      for (let round = 0; round <= ROUNDS; round++) {
        const filtered = await milliseconds(() => findNothing(store, query));
        const scanned = await milliseconds(async () => scanBytes(store));
        if (round > 0) ratios.push(filtered / scanned);
      }
      const ratio = toRatio(ratios);
      printProgress(`filter by ${what}${how}: ${describeRatio(ratio)} of a bare scan`);
      const target = what.startsWith('an attribute') && how === '' ? '<= 1.5' : '';
      printRow({
        goal: 'G13',
        what: `filter over 1 M spans by ${what}${how} : a bare scan of their bytes`,
        ratio: ratio.median,
        unit: 'x',
        target,
      });
    }
  }
}

async function findNothing(store: SpanStore, query: string): Promise<void> {
  const filters = createFilters({ store, logsVersion: () => 0, hasLogs: () => false, breathe: async () => {} });
  if ((await filters.find(query)).size !== 0) throw new Error('something was found');
}

/** Every byte of every span looked at once, and nothing else done. */
function scanBytes(store: SpanStore): void {
  let sum = 0;
  for (let row = store.firstHeldRow; row < store.rows; row++) {
    const chunk = store.chunk(row);
    if (chunk === undefined) continue;
    const i = indexInChunk(row);
    const slab = store.slab(row);
    const from = chunk.offset[i] ?? 0;
    const end = from + (chunk.length[i] ?? 0);
    for (let at = from; at < end; at++) sum = (sum + (slab[at] ?? 0)) | 0;
  }
  if (sum === 1) printProgress('');
}

async function milliseconds(run: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await run();
  return performance.now() - from;
}

function measureTree(): void {
  const { bytes, id } = createWideTrace(MILLION);
  const ratios: number[] = [];
  const paths: number[] = [];
  for (let round = 0; round <= 3; round++) {
    const store = new SpanStore(spanReader, 1000 * MILLION);
    const from = performance.now();
    for (const request of bytes) {
      decode(request);
      store.append(batch);
    }
    const decoded = performance.now() - from;
    const traceId = parseTraceId(id);
    const trace = traceId && findTrace(store, traceId);
    if (trace === undefined) throw new Error('the trace is not there');
    const columns = gather(store);
    const start = performance.now();
    const tree = buildTraceTree(columns);
    const built = performance.now() - start;
    if (tree.order.length !== MILLION) throw new Error('the tree is not whole');
    const placed = placeTrace(store, trace, Date.now());
    const walked = performance.now();
    criticalPath(placed);
    const path = performance.now() - walked;
    if (round > 0) ratios.push(built / decoded);
    if (round > 0) paths.push(path / decoded);
  }
  const ratio = toRatio(ratios);
  printProgress(`tree of 1 M spans: ${describeRatio(ratio)} of their decode`);
  printRow({
    goal: 'G10',
    what: 'tree of a trace of 1 M spans : the decode and append of its spans',
    ratio: ratio.median,
    unit: 'x',
    target: '<= 1.0',
  });
  printRow({
    goal: 'G10',
    what: 'critical path of a trace of 1 M spans : the decode and append of its spans',
    ratio: toRatio(paths).median,
    unit: 'x',
    target: '<= 0.5',
  });
}

/** The columns that a tree is built of. */
function gather(store: SpanStore) {
  const count = store.rows;
  const spanId = new Uint32Array(count * 2);
  const parentId = new Uint32Array(count * 2);
  const start = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const chunk = store.chunk(row);
    const i = indexInChunk(row);
    spanId[row * 2] = chunk?.spanIdHigh[i] ?? 0;
    spanId[row * 2 + 1] = chunk?.spanIdLow[i] ?? 0;
    parentId[row * 2] = chunk?.parentIdHigh[i] ?? 0;
    parentId[row * 2 + 1] = chunk?.parentIdLow[i] ?? 0;
    start[row] = chunk?.start[i] ?? 0;
  }
  return { count, spanId, parentId, start };
}
