// One trace of very many spans, as requests of 512: a tree in which each span has some children.
import { ExportTraceServiceRequest } from '../../support/otlp-schema.ts';
import { createRandom } from './random.ts';
import { SPANS_A_REQUEST } from './shop-requests.ts';

const START = 1_767_225_600_000_000_000n;
const CHILDREN = 8;

export function createWideTrace(spans: number): { readonly id: string; readonly bytes: readonly Uint8Array[] } {
  const random = createRandom(7);
  const id = '0af7651916cd43dd8448eb211c80319c';
  const traceId = Buffer.from(id, 'hex');
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'wide' } }] };
  const bytes: Uint8Array[] = [];
  for (let first = 0; first < spans; first += SPANS_A_REQUEST) {
    const group = Array.from({ length: Math.min(SPANS_A_REQUEST, spans - first) }, (_, i) => {
      const number = first + i;
      const start = START + BigInt(number) * 1000n;
      return {
        traceId,
        spanId: toId(number),
        ...(number === 0 ? {} : { parentSpanId: toId(Math.floor((number - 1) / CHILDREN)) }),
        name: `step ${number % 40}`,
        kind: 1,
        startTimeUnixNano: toLong(start),
        endTimeUnixNano: toLong(start + BigInt(1000 + random.integer(100_000))),
      };
    });
    bytes.push(
      ExportTraceServiceRequest.encode({
        resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'wide' }, spans: group }] }],
      }).finish(),
    );
  }
  return { id, bytes };
}

function toId(number: number): Uint8Array {
  const id = Buffer.alloc(8);
  // Spread over all bits, as those of SDKs are.
  id.writeUInt32BE(Math.imul(number + 1, 0x9e3779b1) >>> 0, 0);
  id.writeUInt32BE(number + 1, 4);
  return id;
}

function toLong(value: bigint): object {
  return { low: Number(value & 0xffffffffn), high: Number(value >> 32n), unsigned: true };
}
