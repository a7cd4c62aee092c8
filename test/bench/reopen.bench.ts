// G11: a run of a million spans read again from its file into a store, beside their decoding in memory; and the list of such files.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SpanBatch } from '../../src/model/span-batch.ts';
import { createRedact } from '../../src/otlp/redact/redact.ts';
import { decodeTraceProtobuf } from '../../src/otlp/trace/decode-protobuf.ts';
import * as spanReader from '../../src/otlp/trace/span-reader.ts';
import { readRun, readRunSummary } from '../../src/store/runs/read-run.ts';
import { RunWriter } from '../../src/store/runs/run-writer.ts';
import { SpanStore } from '../../src/store/span-store.ts';
import { createRunDisk, openRunBytes } from '../../src/worker/disk.ts';
import { packer } from '../../src/worker/packer.ts';
import { openBlocks } from '../../src/worker/stored-blocks.ts';
import { printProgress, printRow } from './support/print-row.ts';
import { describeRatio, toRatio } from './support/ratio-of.ts';
import { renewIds, toRenewable } from './support/renew-ids.ts';
import { createShopRequests, SPANS_A_REQUEST } from './support/shop-requests.ts';

const SPANS = 1_000_000;
const ROUNDS = 5;
const NAME = 'bench.spanrun';

const requests = createShopRequests(64).map(toRenewable);
const batch = new SpanBatch();
let pass = 0;
let memory = 0;
const folder = await mkdtemp(join(tmpdir(), 'spanline-bench-'));
try {
  const bytes = await write();
  const size = (await createRunDisk(folder).list())[0]?.bytes ?? 0;
  printProgress(`${(size / SPANS).toFixed(0)} bytes a span in the file, of ${(bytes / SPANS).toFixed(0)} on the wire`);
  printRow({ goal: '-', what: 'a run on disk : wire bytes', ratio: size / bytes, unit: 'x', target: '' });
  const speeds: number[] = [];
  const lists: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const reopened = await milliseconds(reopen);
    const decoded = decodeAll();
    const listed = await milliseconds(list);
    if (round === 0) continue;
    speeds.push(decoded / reopened);
    lists.push(listed / reopened);
  }
  printRow({
    goal: 'G8',
    what: 'memory of a reopened run of 1 M spans, its bytes in its file, by its own count : wire bytes',
    ratio: (memory * SPANS) / bytes,
    unit: 'x',
    target: '<= 0.15',
  });
  const speed = toRatio(speeds);
  printProgress(`reopened at ${describeRatio(speed)} of the speed of decoding in memory`);
  printRow({
    goal: 'G11',
    what: 'reopening 1 M spans by rebuild : their decode and append in memory (speed)',
    ratio: speed.median,
    unit: 'x',
    target: '>= 0.5',
  });
  printRow({
    goal: '-',
    what: 'summary of its file for a list : reopening it (time)',
    ratio: toRatio(lists).median,
    unit: 'x',
    target: '',
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function write(): Promise<number> {
  const disk = createRunDisk(folder);
  const writer = new RunWriter(NAME, true, {
    ...{ disk, packer, redact: createRedact() },
    later: (ms, run) => void setTimeout(run, ms),
    onFailure(error) {
      throw error;
    },
    onOverflow() {
      throw new Error('the disk is too slow');
    },
  });
  let bytes = 0;
  for (let taken = 0; taken < SPANS; ) {
    pass++;
    for (const request of requests) {
      if (taken >= SPANS) break;
      renewIds(request, pass);
      writer.append(
        { signal: 'traces', encoding: 'protobuf', bytes: request.bytes },
        { spans: SPANS_A_REQUEST, errors: 0 },
      );
      bytes += request.bytes.length;
      taken += SPANS_A_REQUEST;
    }
    await writer.flush();
  }
  return bytes;
}

async function reopen(): Promise<void> {
  const store = new SpanStore(spanReader, 1 << 30);
  await using file = await openRunBytes(join(folder, NAME));
  const closed = new AbortController();
  const blocks = openBlocks(join(folder, NAME), closed.signal);
  const read = await readRun(file, packer, ({ bytes }, place, offset) => {
    if (!decodeTraceProtobuf(bytes, batch).ok) throw new Error('a body was not decoded');
    store.append(batch, { block: blocks(place), offset });
  });
  closed.abort();
  memory = store.byteSize / store.spans;
  if (!read.ok || store.spans < SPANS) throw new Error('the run was not read whole');
}

/** Milliseconds, without those in which the requests are made. */
function decodeAll(): number {
  const store = new SpanStore(spanReader, 1 << 30);
  let spent = 0;
  for (let taken = 0; taken < SPANS; ) {
    pass++;
    for (const request of requests) renewIds(request, pass);
    const from = performance.now();
    for (const request of requests) {
      if (taken >= SPANS) break;
      if (!decodeTraceProtobuf(request.bytes, batch).ok) throw new Error('a request was not decoded');
      store.append(batch);
      taken += SPANS_A_REQUEST;
    }
    spent += performance.now() - from;
  }
  return spent;
}

async function list(): Promise<void> {
  await using file = await openRunBytes(join(folder, NAME));
  const summary = await readRunSummary(file);
  if (!summary.ok || summary.value.spans < SPANS) throw new Error('the summary is wrong');
}

async function milliseconds(run: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await run();
  return performance.now() - from;
}
