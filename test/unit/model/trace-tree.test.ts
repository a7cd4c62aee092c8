// The tree of a trace: what is above what, in which order, whatever the telemetry claims.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { buildTraceTree, type TraceTree } from '../../../src/model/trace-tree.ts';

interface Node {
  readonly id: number;
  /** 0 for none. */
  readonly parent: number;
  readonly start: number;
}

function build(spans: readonly Node[]): TraceTree {
  const words = (pick: (span: Node) => number) =>
    // Ids that differ in one word only: both must be compared.
    Uint32Array.from(spans.flatMap((span) => [pick(span) >>> 3, pick(span) === 0 ? 0 : (pick(span) & 7) + 8]));
  return buildTraceTree({
    count: spans.length,
    spanId: words((span) => span.id),
    parentId: words((span) => span.parent),
    start: Float64Array.from(spans, (span) => span.start),
  });
}

/** As the tree reads from top to bottom: an id a line, indented by its depth. */
function outline(spans: readonly Node[]): string[] {
  const tree = build(spans);
  return [...tree.order].map((position) => `${'.'.repeat(tree.depth[position] ?? 0)}${spans[position]?.id}`);
}

function marked(column: Uint8Array, spans: readonly Node[]): number[] {
  return spans.filter((_, position) => column[position] === 1).map((span) => span.id);
}

suite('the tree of a trace', () => {
  test('children stand under their parent, siblings by start, whatever the order of arrival', () => {
    const spans = [
      { id: 4, parent: 2, start: 30 },
      { id: 3, parent: 1, start: 50 },
      { id: 2, parent: 1, start: 20 },
      { id: 1, parent: 0, start: 10 },
      { id: 5, parent: 2, start: 25 },
    ];
    assert.deepEqual(outline(spans), ['1', '.2', '..5', '..4', '.3']);
    const tree = build(spans);
    assert.deepEqual([...tree.descendants], [0, 0, 2, 4, 0]);
    assert.deepEqual([...tree.parent], [2, 3, 3, -1, 2]);
  });

  test('siblings that start together keep the order of arrival', () => {
    const spans = [1, 9, 3, 7, 5].map((id) => ({ id, parent: id === 1 ? 0 : 1, start: 10 }));
    assert.deepEqual(outline(spans), ['1', '.9', '.3', '.7', '.5']);
  });

  test('a span whose parent is not here is a root that says so, with its own children below', () => {
    const spans = [
      { id: 2, parent: 99, start: 20 },
      { id: 3, parent: 2, start: 30 },
      { id: 1, parent: 0, start: 10 },
    ];
    assert.deepEqual(outline(spans), ['1', '2', '.3']);
    assert.deepEqual(marked(build(spans).orphan, spans), [2]);
  });

  test('a ring of parents is cut at one span; what hangs from it stays below', () => {
    const spans = [
      { id: 1, parent: 3, start: 1 },
      { id: 2, parent: 1, start: 2 },
      { id: 3, parent: 2, start: 3 },
      { id: 4, parent: 2, start: 4 },
      { id: 5, parent: 5, start: 5 },
    ];
    assert.deepEqual(outline(spans), ['1', '.2', '..3', '..4', '5']);
    assert.deepEqual(marked(build(spans).cycle, spans), [1, 5]);
  });

  test('of spans with the same id the first has the children, and none is lost', () => {
    const spans = [
      { id: 1, parent: 0, start: 1 },
      { id: 2, parent: 1, start: 2 },
      { id: 2, parent: 1, start: 3 },
      { id: 3, parent: 2, start: 4 },
    ];
    assert.deepEqual(outline(spans), ['1', '.2', '..3', '.2']);
  });

  test('no spans, one span', () => {
    assert.deepEqual(outline([]), []);
    assert.deepEqual(outline([{ id: 1, parent: 0, start: 0 }]), ['1']);
  });

  test('20,000 levels, and more than the depth can say', () => {
    for (const count of [20_000, 70_000]) {
      const spans = Array.from({ length: count }, (_, i) => ({ id: i + 1, parent: i, start: i }));
      const tree = build(spans);
      assert.equal(tree.depth[count - 1], Math.min(count - 1, 65_535));
      assert.equal(tree.descendants[0], count - 1);
      assert.deepEqual([tree.order[0], tree.order[count - 1]], [0, count - 1]);
    }
  });

  test('equals a naive recursive build, for any spans', () => {
    const anySpans = fc.array(
      fc.record({
        id: fc.integer({ min: 1, max: 30 }),
        parent: fc.integer({ min: 0, max: 32 }),
        start: fc.nat({ max: 5 }),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(anySpans, (spans) => {
        const tree = build(spans);
        // Which span of a ring becomes its root is a choice: the reference takes it over, and checks that it was needed.
        const rings = marked(tree.cycle, spans);
        assert.equal(rings.length, naiveRings(spans), 'one cut a ring');
        assert.deepEqual(
          [...tree.order].map((position) => [position, tree.depth[position]]),
          naiveOutline(spans, tree),
        );
        assert.deepEqual(
          marked(tree.orphan, spans),
          spans.filter(isOrphan).map((span) => span.id),
        );
        for (const [position] of spans.entries()) {
          const below = [...tree.order].filter((other) => isBelow(other, position, tree)).length;
          assert.equal(tree.descendants[position], below);
        }
      }),
      { numRuns: 400 },
    );
  });
});

function isOrphan(span: Node, _: number, spans: readonly Node[]): boolean {
  return span.parent !== 0 && !spans.some((other) => other.id === span.parent);
}

function parentOf(spans: readonly Node[], position: number): number {
  const { parent } = spans[position] ?? { parent: 0 };
  return parent === 0 ? -1 : spans.findIndex((other) => other.id === parent);
}

/** Positions that come back to themselves, each ring counted once. */
function naiveRings(spans: readonly Node[]): number {
  const rings = new Set<string>();
  for (const [first] of spans.entries()) {
    const ring: number[] = [];
    for (let at = first; at >= 0 && !ring.includes(at); at = parentOf(spans, at)) ring.push(at);
    const last = ring.at(-1);
    if (last !== undefined && parentOf(spans, last) === first) rings.add(ring.toSorted((a, b) => a - b).join());
  }
  return rings.size;
}

function naiveOutline(spans: readonly Node[], { cycle }: TraceTree): (readonly [number, number])[] {
  const above = (position: number) => (cycle[position] === 1 ? -1 : parentOf(spans, position));
  const visit = (parent: number, depth: number): (readonly [number, number])[] =>
    [...spans.entries()]
      .filter(([position]) => above(position) === parent)
      .sort(([a, one], [b, other]) => one.start - other.start || a - b)
      .flatMap(([position]) => [[position, depth] as const, ...visit(position, depth + 1)]);
  return visit(-1, 0);
}

function isBelow(position: number, above: number, tree: TraceTree): boolean {
  for (let at = tree.parent[position] ?? -1; at >= 0; at = tree.parent[at] ?? -1) if (at === above) return true;
  return false;
}
