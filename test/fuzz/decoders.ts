// The decoders and readers of all signals under bytes that are almost right, for as long as asked: none may throw or hang, and
// none may point outside of the bytes. Takes minutes and a seed; prints a line of JSON for each finding.

import fc from 'fast-check';
import type { Type } from 'protobufjs';
import { LogBatch } from '../../src/model/log-batch.ts';
import { PointBatch } from '../../src/model/point-batch.ts';
import { type Encoding, SpanBatch } from '../../src/model/span-batch.ts';
import { readResource, readScope } from '../../src/otlp/common/read-origin.ts';
import { splitRequest } from '../../src/otlp/export/split-request.ts';
import { decodeLogs } from '../../src/otlp/logs/decode-logs.ts';
import { readLog } from '../../src/otlp/logs/log-reader.ts';
import { decodeMetrics } from '../../src/otlp/metrics/decode-metrics.ts';
import { readPoint } from '../../src/otlp/metrics/point-reader.ts';
import { decodeTrace } from '../../src/otlp/trace/decode-trace.ts';
import { readSpan } from '../../src/otlp/trace/span-reader.ts';
import { withoutOurs } from '../../src/otlp/trace/without-ours.ts';
import { createRandom } from '../bench/support/random.ts';
import { anyMessage } from '../support/any-message.ts';
import {
  ExportLogsServiceRequest,
  ExportMetricsServiceRequest,
  ExportTraceServiceRequest,
} from '../support/otlp-schema.ts';
import { mutate } from './mutate.ts';

const CORPUS = 400;
/** What got past the decoders is worth going on with: as many are kept. */
const KEPT = 2000;
/** Milliseconds; of requests of a few KiB. */
const SLOW = 500;

const spans = new SpanBatch();
const logs = new LogBatch();
const points = new PointBatch();

interface Target {
  readonly type: Type;
  /** Throws where something is wrong; answers with whether the bytes were accepted. */
  check(bytes: Uint8Array, encoding: Encoding): boolean;
}

interface Ranges {
  readonly offset: Uint32Array;
  readonly length: Uint32Array;
}

function rangeIn(bytes: Uint8Array, { offset, length }: Ranges, row: number): Uint8Array {
  const [from = 0, size = 0] = [offset[row], length[row]];
  // Where there is nothing, nobody says where.
  if (size > 0 && from + size > bytes.length) throw new Error(`row ${row} ends at ${from + size} of ${bytes.length}`);
  return bytes.subarray(from, from + size);
}

const TARGETS: readonly Target[] = [
  {
    type: ExportTraceServiceRequest,
    check(bytes, encoding) {
      withoutOurs(bytes, encoding);
      if (!decodeTrace(bytes, encoding, spans).ok) return false;
      for (let row = 0; row < spans.count; row++) {
        readSpan(rangeIn(bytes, spans, row), encoding);
        rangeIn(bytes, { offset: spans.nameOffset, length: spans.nameLength }, row);
        if (spans.groups[spans.group[row] ?? -1] === undefined) throw new Error(`row ${row} has no group`);
      }
      return true;
    },
  },
  {
    type: ExportLogsServiceRequest,
    check(bytes, encoding) {
      if (!decodeLogs(bytes, encoding, logs).ok) return false;
      for (let row = 0; row < logs.count; row++) readLog(rangeIn(bytes, logs, row), encoding);
      for (const group of logs.groups) {
        readResource(bytes.subarray(group.resourceOffset, group.resourceOffset + group.resourceLength), encoding);
        readScope(bytes.subarray(group.scopeOffset, group.scopeOffset + group.scopeLength), encoding);
      }
      return true;
    },
  },
  {
    type: ExportMetricsServiceRequest,
    check(bytes, encoding) {
      splitRequest(bytes, encoding);
      if (!decodeMetrics(bytes, encoding, points).ok) return false;
      for (let row = 0; row < points.count; row++) {
        const metric = points.metrics[points.metric[row] ?? -1];
        if (metric === undefined) throw new Error(`point ${row} has no metric`);
        readPoint(rangeIn(bytes, points, row), encoding, metric.metric.kind);
      }
      return true;
    },
  },
];

const [minutes = 1, seed = 1] = process.argv.slice(2).map(Number);
const random = createRandom(seed);
const end = performance.now() + minutes * 60_000;
const corpora = TARGETS.flatMap(({ type, check }) =>
  (['protobuf', 'json'] as const).map((encoding) => {
    const messages = fc.sample(anyMessage(type), { numRuns: CORPUS, seed });
    const encode = (message: object): Uint8Array =>
      encoding === 'json' ? Buffer.from(JSON.stringify(message)) : type.encode(type.fromObject(message)).finish();
    return { type, check, encoding, requests: messages.map(encode) };
  }),
);

let tried = 0;
let accepted = 0;
for (; performance.now() < end; tried++) {
  const corpus = corpora[tried % corpora.length];
  if (!corpus) break;
  const { check, encoding, requests } = corpus;
  const pick = () => requests[random.integer(requests.length)] ?? new Uint8Array(0);
  const bytes = mutate(pick(), pick(), random);
  const began = process.cpuUsage();
  try {
    const isAccepted = check(bytes, encoding);
    if (isAccepted) accepted++;
    if (isAccepted && bytes.length < 20_000 && requests.length < CORPUS + KEPT) requests.push(bytes);
    // What it took itself: others may have had the processor meanwhile.
    const { user, system } = process.cpuUsage(began);
    if (user + system > SLOW * 1000) throw new Error(`it took ${Math.round((user + system) / 1000)} ms`);
  } catch (error) {
    const finding = { signal: corpus.type.name, encoding, error: String(error), bytes: bytes.toString('base64') };
    process.stdout.write(`${JSON.stringify(finding)}\n`);
  }
}
process.stdout.write(`${tried} requests tried, ${accepted} of them accepted; seed ${seed}\n`);
