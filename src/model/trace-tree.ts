// The tree of a trace over typed columns: parents by id, pre-order with siblings by start. Linear but for the sort, iterative.

export interface TraceColumns {
  readonly count: number;
  /** Two words a span. */
  readonly spanId: Uint32Array;
  /** Two words a span; zero for none. */
  readonly parentId: Uint32Array;
  /** Nanoseconds from any common origin. */
  readonly start: Float64Array;
}

export interface TraceTree {
  /** Positions in pre-order. */
  readonly order: Uint32Array;
  /** By position: position of the parent, -1 for a root. */
  readonly parent: Int32Array;
  readonly depth: Uint16Array;
  /** By position: number of spans below. */
  readonly descendants: Uint32Array;
  /** By position: 1 where the named parent is not in the trace. */
  readonly orphan: Uint8Array;
  /** By position: 1 where a ring of parents was cut. */
  readonly cycle: Uint8Array;
}

const MAX_DEPTH = 0xffff;

export function buildTraceTree(columns: TraceColumns): TraceTree {
  const { count } = columns;
  const orphan = new Uint8Array(count);
  const parent = findParents(columns, orphan);
  const cycle = cutCycles(parent);
  const { firstChild, children } = groupByParent(parent, sortByStart(columns.start, count));
  const order = new Uint32Array(count);
  const depth = new Uint16Array(count);
  const descendants = new Uint32Array(count);
  const stack = new Uint32Array(count);
  let top = 0;
  // Slot 0 of the groups holds the roots, slot i + 1 the children of position i; pushed backwards to pop in order.
  for (let k = firstChild[1]! - 1; k >= firstChild[0]!; k--) stack[top++] = children[k]!;
  let placed = 0;
  while (top > 0) {
    const position = stack[--top]!;
    order[placed++] = position;
    const above = parent[position]!;
    depth[position] = above < 0 ? 0 : Math.min(depth[above]! + 1, MAX_DEPTH);
    for (let k = firstChild[position + 2]! - 1; k >= firstChild[position + 1]!; k--) stack[top++] = children[k]!;
  }
  for (let k = placed - 1; k >= 0; k--) {
    const position = order[k]!;
    const above = parent[position]!;
    if (above >= 0) descendants[above]! += descendants[position]! + 1;
  }
  return { order, parent, depth, descendants, orphan, cycle };
}

/** Open addressing over span ids; of duplicates the first is the parent. */
function findParents({ count, spanId, parentId }: TraceColumns, orphan: Uint8Array): Int32Array {
  let capacity = 4;
  while (capacity < count * 2) capacity *= 2;
  const mask = capacity - 1;
  const slots = new Int32Array(capacity).fill(-1);
  const find = (high: number, low: number): number => {
    let slot = (Math.imul(high, 0x9e3779b1) ^ low ^ (low >>> 15)) & mask;
    for (let at = slots[slot]!; at >= 0; at = slots[slot]!) {
      if (spanId[at * 2] === high && spanId[at * 2 + 1] === low) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  };
  for (let i = 0; i < count; i++) {
    const slot = find(spanId[i * 2]!, spanId[i * 2 + 1]!);
    if (slots[slot] === -1) slots[slot] = i;
  }
  const parent = new Int32Array(count).fill(-1);
  for (let i = 0; i < count; i++) {
    const high = parentId[i * 2]!;
    const low = parentId[i * 2 + 1]!;
    if (high === 0 && low === 0) continue;
    const found = slots[find(high, low)]!;
    if (found < 0) orphan[i] = 1;
    parent[i] = found;
  }
  return parent;
}

/** Makes one span of each ring of parents a root. */
function cutCycles(parent: Int32Array): Uint8Array {
  const cycle = new Uint8Array(parent.length);
  const walk = new Int32Array(parent.length).fill(-1);
  for (let i = 0; i < parent.length; i++) {
    let at = i;
    while (at >= 0 && walk[at] === -1) {
      walk[at] = i;
      at = parent[at]!;
    }
    if (at >= 0 && walk[at] === i) {
      cycle[at] = 1;
      parent[at] = -1;
    }
  }
  return cycle;
}

function sortByStart(start: Float64Array, count: number): Uint32Array {
  const order = new Uint32Array(count);
  let sorted = true;
  for (let i = 0; i < count; i++) {
    order[i] = i;
    if (i > 0 && start[i]! < start[i - 1]!) sorted = false;
  }
  return sorted ? order : order.sort((a, b) => start[a]! - start[b]! || a - b);
}

function groupByParent(parent: Int32Array, byStart: Uint32Array) {
  const count = parent.length;
  const firstChild = new Uint32Array(count + 2);
  for (let i = 0; i < count; i++) firstChild[parent[i]! + 2]!++;
  for (let i = 0; i <= count; i++) firstChild[i + 1]! += firstChild[i]!;
  const next = firstChild.slice();
  const children = new Uint32Array(count);
  for (let k = 0; k < count; k++) {
    const position = byStart[k]!;
    children[next[parent[position]! + 1]!++] = position;
  }
  return { firstChild, children };
}
