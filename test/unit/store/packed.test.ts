// Old bytes are packed while the store goes on: all that it says stays the same, and more fits into the same memory.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { readStoredSpan } from '../../../src/store/query/stored-span.ts';
import { Slabs } from '../../../src/store/slabs.ts';
import { slabPacker } from '../../../src/worker/packer.ts';
import { createFedStore } from '../../support/store-with.ts';
import { spanId, traceId } from '../../support/trace-request.ts';

const MEMORY = 24 << 20;
const pad = 'some text that is much like the one before '.repeat(40);

function spans(trace: number) {
  return Array.from({ length: 40 }, (_, i) => ({
    id: spanId(i + 1),
    trace: traceId(trace),
    attributes: { number: trace * 100 + i, pad },
  }));
}

suite('packed bytes', () => {
  test('read as they were, and of more traces in the same memory', async () => {
    const plain = createFedStore(MEMORY);
    const packed = createFedStore(MEMORY, slabPacker);
    for (let trace = 1; trace <= 600; trace++) {
      plain.receive('shop', spans(trace));
      packed.receive('shop', spans(trace));
      while (packed.store.wantsPacking) await packed.store.packSome();
      assert.ok(packed.store.byteSize <= MEMORY, `${packed.store.byteSize} bytes`);
    }
    assert.equal(packed.store.spans + packed.store.evicted.spans, 600 * 40);
    assert.ok(packed.store.spans > 2 * plain.store.spans, `${packed.store.spans} beside ${plain.store.spans}`);
    for (let row = packed.store.firstHeldRow; row < packed.store.rows; row += 7) {
      const span = readStoredSpan(packed.store, row);
      if (!span) continue;
      const number = span.attributes.find(({ key }) => key === 'number')?.value;
      assert.deepEqual(number, { kind: 'int', value: String((Math.floor(row / 40) + 1) * 100 + (row % 40)) });
    }
    packed.store.clear();
    assert.equal(packed.store.spans, 0);
    packed.receive('shop', spans(1));
    assert.equal(packed.store.spans, 40);
  });

  test('in slabs that come, go, and are read and packed in any order', async () => {
    const anyStep = fc.oneof(
      { weight: 5, arbitrary: fc.nat({ max: 400 }).map((length) => ({ kind: 'add', length }) as const) },
      { weight: 2, arbitrary: fc.nat({ max: 400 }).map((length) => ({ kind: 'store', length }) as const) },
      { weight: 2, arbitrary: fc.constant({ kind: 'pack' } as const) },
      { weight: 2, arbitrary: fc.nat().map((which) => ({ kind: 'release', which }) as const) },
      { weight: 1, arbitrary: fc.constant({ kind: 'release while packing' } as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 60 }), async (steps) => {
        const slabs = new Slabs(512, slabPacker);
        const kept = new Map<number, { readonly offset: number; readonly body: Uint8Array }>();
        let row = 0;
        const releaseOldest = () => {
          const [oldest] = kept.keys();
          if (oldest === undefined) return;
          kept.delete(oldest);
          slabs.release(oldest);
        };
        for (const step of steps) {
          if (step.kind === 'add') {
            const body = Uint8Array.from({ length: step.length }, (_, i) => (row * 7 + i) % 5);
            kept.set(row, { offset: slabs.add(body, row, 1), body });
            row++;
          } else if (step.kind === 'store') {
            const body = Uint8Array.from({ length: step.length }, (_, i) => (row * 3 + i) % 7);
            const block = { read: () => body };
            slabs.addStored(block, row, 2);
            kept.set(row, { offset: 0, body });
            kept.set(row + 1, { offset: step.length >> 1, body: body.subarray(step.length >> 1) });
            row += 2;
          } else if (step.kind === 'pack') await slabs.packOldest();
          else if (step.kind === 'release') {
            const rows = [...kept.keys()];
            const chosen = rows[step.which % Math.max(1, rows.length)];
            if (chosen === undefined) continue;
            kept.delete(chosen);
            slabs.release(chosen);
          } else {
            const packing = slabs.packOldest();
            releaseOldest();
            releaseOldest();
            await packing;
          }
          for (const [number, { offset, body }] of kept)
            assert.deepEqual(slabs.read(number, offset, body.length), body, `row ${number}`);
          assert.ok(slabs.byteSize >= 0);
        }
        for (const number of [...kept.keys()]) slabs.release(number);
        // The last one stays, as the next body may go there.
        assert.ok(slabs.byteSize <= 512 + 200 + 400, `${slabs.byteSize} bytes are left`);
      }),
      { numRuns: 300 },
    );
  });
});
