// What tells one span from all others: trace id, span id, kind and service; a client and a server may share both ids.

import type { SpanBatch } from '../../model/span-batch.ts';
import { readServiceName } from '../trace/span-reader.ts';

/** Kinds on the wire fit three bits; `SpanBatch.kindStatus` has more above them. */
const KIND_MASK = 7;

/** Short texts, of which many are remembered: identifiers as code units of 16 bits, the service as a number. */
export class SpanKeys {
  readonly #services = new Map<string, number>();

  ofIds(traceId: string, spanId: string, kind: number, service: string): string {
    let key = '';
    for (let at = 0; at < 32; at += 4) key += String.fromCharCode(Number.parseInt(traceId.slice(at, at + 4), 16));
    for (let at = 0; at < 16; at += 4) key += String.fromCharCode(Number.parseInt(spanId.slice(at, at + 4), 16));
    return key + this.#tail(kind, this.#service(service));
  }

  /** Keys of the rows of a batch, in their order. */
  ofBatch(batch: SpanBatch): readonly string[] {
    const { bytes, encoding, traceId, spanId, kindStatus, group } = batch;
    const services = batch.groups.map(({ resourceOffset, resourceLength }) =>
      this.#service(readServiceName(bytes.subarray(resourceOffset, resourceOffset + resourceLength), encoding)),
    );
    const keys: string[] = [];
    for (let row = 0; row < batch.count; row++) {
      const ids = `${words(traceId, row * 4, 4)}${words(spanId, row * 2, 2)}`;
      keys.push(ids + this.#tail(kindStatus[row]! & KIND_MASK, services[group[row]!]!));
    }
    return keys;
  }

  #tail(kind: number, service: number): string {
    return String.fromCharCode(kind) + service;
  }

  #service(name: string): number {
    const known = this.#services.get(name);
    if (known !== undefined) return known;
    this.#services.set(name, this.#services.size);
    return this.#services.size - 1;
  }
}

function words(column: Uint32Array, from: number, count: number): string {
  let text = '';
  for (let i = from; i < from + count; i++) {
    const word = column[i]!;
    text += String.fromCharCode(word >>> 16, word & 0xffff);
  }
  return text;
}
