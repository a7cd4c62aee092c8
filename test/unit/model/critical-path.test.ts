// What a trace waited for: each of its moments is that of one span.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { criticalPath } from '../../../src/model/critical-path.ts';

interface Node {
  readonly start: number;
  readonly end: number;
  readonly children: readonly Node[];
}

/** In pre-order. */
function toTimes(roots: readonly Node[]) {
  const start: number[] = [];
  const durations: number[] = [];
  const descendants: number[] = [];
  const place = (node: Node): number => {
    const at = start.push(node.start) - 1;
    durations.push(node.end - node.start);
    descendants.push(0);
    const below = node.children.reduce((sum, child) => sum + 1 + place(child), 0);
    descendants[at] = below;
    return below;
  };
  for (const root of roots) place(root);
  return {
    count: start.length,
    start: Float64Array.from(start),
    durations: Float64Array.from(durations),
    descendants: Uint32Array.from(descendants),
  };
}

const node = (start: number, end: number, ...children: Node[]): Node => ({ start, end, children });
const pathOf = (...roots: Node[]) => [...criticalPath(toTimes(roots))];

suite('the critical path', () => {
  test('goes along the child that ends last, and through what no child covers', () => {
    assert.deepEqual(pathOf(node(0, 100)), [100]);
    assert.deepEqual(pathOf(node(0, 100, node(10, 40), node(50, 90))), [10 + 10 + 10, 30, 40]);
    // Two at once: the longer is waited for, and of the shorter what came before it.
    assert.deepEqual(pathOf(node(0, 100, node(0, 60), node(50, 100))), [0, 50, 50]);
    assert.deepEqual(pathOf(node(0, 100, node(0, 100, node(20, 100)), node(0, 99))), [0, 20, 80, 0]);
  });

  test('clips what goes on after its parent, and takes no root for the gaps between roots', () => {
    assert.deepEqual(pathOf(node(0, 100, node(50, 300))), [50, 50]);
    assert.deepEqual(pathOf(node(0, 10), node(20, 50)), [10, 30]);
    assert.deepEqual(pathOf(node(0, 0)), [0]);
  });

  test('of any tree adds up to the time of its root, and to no more than a span has', () => {
    fc.assert(
      fc.property(anyNode(4), (root) => {
        const times = toTimes([root]);
        const waited = criticalPath(times);
        assert.equal(
          waited.reduce((sum, part) => sum + part, 0),
          root.end - root.start,
        );
        for (const [place, part] of waited.entries()) assert.ok(part >= 0 && part <= (times.durations[place] ?? 0));
      }),
      { numRuns: 1000 },
    );
  });

  test('of a trace as deep as they come is walked without falling', () => {
    const count = 20_000;
    const descendants = Uint32Array.from({ length: count }, (_, place) => count - 1 - place);
    const all = { count, start: new Float64Array(count), durations: new Float64Array(count).fill(1), descendants };
    assert.equal(criticalPath(all).at(-1), 1);
  });
});

function anyNode(depth: number): fc.Arbitrary<Node> {
  const children = depth === 0 ? fc.constant([]) : fc.array(anyNode(depth - 1), { maxLength: 4 });
  return fc
    .record({ start: fc.nat({ max: 100 }), length: fc.nat({ max: 100 }), children })
    .map(({ start, length, children: below }) => ({ start, end: start + length, children: below }));
}
