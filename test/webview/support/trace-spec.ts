// Traces for tests, told shortly, and what the store would answer for them.

import type { Attribute } from '../../../src/model/attribute.ts';
import { heldTime, toHeldTimes } from '../../../src/model/held-times.ts';
import type { SpanId, TraceId } from '../../../src/model/ids.ts';
import { heldSpans, type Intervals } from '../../../src/model/paused-time.ts';
import type { ResolvedSite } from '../../../src/model/site.ts';
import { SPAN_KINDS, type SpanDetail, type SpanEvent, type SpanKind, type SpanState } from '../../../src/model/span.ts';
import { SPAN_FLAG, type TraceLayout } from '../../../src/model/trace-layout.ts';
import type { TraceRow } from '../../../src/model/trace-row.ts';

/** Times are in milliseconds from the trace's start. Children follow in the order of their start. */
export interface SpanSpec {
  readonly name: string;
  readonly service: string;
  readonly at: number;
  readonly takes: number;
  readonly kind?: SpanKind;
  readonly error?: string;
  /** Further bits of SPAN_FLAG. */
  readonly flags?: number;
  readonly attributes?: readonly Attribute[];
  readonly events?: readonly SpanEvent[];
  readonly site?: ResolvedSite;
  readonly detail?: Partial<SpanDetail>;
  readonly children?: readonly SpanSpec[];
}

export interface TraceSpec {
  readonly number: number;
  readonly startTime: number;
  /** Milliseconds since the Unix epoch; the end of the trace where it is not said. */
  readonly now?: number;
  readonly rooted?: boolean;
  /** By service: when a debugger held its process, starts and ends in turn. */
  readonly pauses?: Readonly<Record<string, Intervals>>;
  readonly roots: readonly SpanSpec[];
}

export interface ToldTrace {
  readonly row: TraceRow;
  readonly layout: TraceLayout;
  /** By index in the layout. */
  detail(index: number): SpanDetail;
}

export function traceId(number: number): TraceId {
  return number.toString(16).padStart(32, '0') as TraceId;
}

/** Of the store's row. */
export function spanId(row: number): SpanId {
  return (row + 1).toString(16).padStart(16, '0') as SpanId;
}

/** No two layouts are of one version, as none is the store's. */
let versions = 0;

export function tellTrace(spec: TraceSpec, firstRow: number): ToldTrace {
  const specs: SpanSpec[] = [];
  const parents: number[] = [];
  const depths: number[] = [];
  const below: number[] = [];
  const visit = (span: SpanSpec, parent: number, depth: number) => {
    const own = specs.push(span) - 1;
    parents.push(parent);
    depths.push(depth);
    for (const child of span.children ?? []) visit(child, own, depth + 1);
    below[own] = specs.length - 1 - own;
  };
  for (const root of spec.roots) visit(root, -1, 0);
  const names = [...new Set(specs.map((span) => span.name))];
  const services = [...new Set(specs.map((span) => span.service))];
  const duration = Math.max(0, ...specs.map((span) => span.at + span.takes)) * 1e6;
  const id = traceId(spec.number);
  const flagsOf = (span: SpanSpec) =>
    (span.error === undefined ? 0 : SPAN_FLAG.error) | (span.events ? SPAN_FLAG.hasEvents : 0) | (span.flags ?? 0);
  const start = Float64Array.from(specs, (span) => span.at * 1e6);
  const durations = Float64Array.from(specs, (span) => span.takes * 1e6);
  const descendants = Uint32Array.from(below);
  const held = toHeldTimes(
    heldSpans({ count: specs.length, start, durations, descendants }, (span) =>
      (spec.pauses?.[specs[span]?.service ?? ''] ?? []).map((time) => time * 1e6),
    ),
  );
  const layout: TraceLayout = {
    id,
    version: ++versions,
    now: spec.now ?? spec.startTime + duration / 1e6,
    startTime: spec.startTime,
    duration,
    count: specs.length,
    names,
    services,
    start,
    durations,
    held,
    name: Uint32Array.from(specs, (span) => names.indexOf(span.name)),
    row: Uint32Array.from(specs, (_, index) => firstRow + index),
    key: Uint32Array.from(specs, (_, index) => firstRow + index),
    descendants,
    depth: Uint16Array.from(depths),
    service: Uint16Array.from(specs, (span) => services.indexOf(span.service)),
    kind: Uint8Array.from(specs, (span) => SPAN_KINDS.indexOf(span.kind ?? 'internal')),
    flags: Uint8Array.from(specs, flagsOf),
  };
  return {
    layout,
    row: {
      id,
      name: specs[0]?.name ?? '',
      rooted: spec.rooted ?? true,
      services,
      startTime: spec.startTime,
      duration,
      held: heldTime(held, specs.length),
      spans: specs.length,
      open: specs.filter((span) => ((span.flags ?? 0) & SPAN_FLAG.open) !== 0).length,
      cutOff: specs.filter((span) => ((span.flags ?? 0) & SPAN_FLAG.cutOff) !== 0).length,
      errors: specs.filter((span) => span.error !== undefined).length,
    },
    detail(index) {
      const span = specs[index];
      if (!span) throw new Error(`no span ${index}`);
      const parent = parents[index] ?? -1;
      return {
        traceId: id,
        spanId: spanId(firstRow + index),
        parentSpanId: parent < 0 ? undefined : spanId(firstRow + parent),
        name: span.name,
        kind: span.kind ?? 'internal',
        status: span.error === undefined ? 'unset' : 'error',
        statusMessage: span.error ?? '',
        service: span.service,
        startTime: spec.startTime + span.at,
        state: stateOf(span.flags ?? 0),
        duration: span.takes * 1e6,
        held: heldTime(held, index),
        attributes: span.attributes ?? [],
        events: span.events ?? [],
        links: [],
        ...{ traceState: '', flags: 0, scopeSchemaUrl: '', resourceSchemaUrl: '' },
        scope: { name: '@acme/http', version: '1.4.0', attributes: [], droppedAttributes: 0 },
        resource: {
          attributes: [{ key: 'service.name', value: { kind: 'string', value: span.service } }],
          droppedAttributes: 0,
        },
        dropped: { attributes: 0, events: 0, links: 0 },
        site: span.site ?? { kind: 'unresolved', why: 'the span carries no code location.' },
        ...span.detail,
      };
    },
  };
}

function stateOf(flags: number): SpanState {
  if ((flags & SPAN_FLAG.open) !== 0) return 'open';
  return (flags & SPAN_FLAG.cutOff) !== 0 ? 'cut off' : 'ended';
}

/** A trace of any size without a spec: a tree with four children a span, made of typed arrays. */
export function tellLargeTrace(number: number, count: number, firstRow: number): ToldTrace {
  const services = ['gateway', 'cart', 'pricing', 'orders-db'];
  const names = Array.from({ length: 40 }, (_, index) => `operation ${index}`);
  const start = new Float64Array(count);
  const durations = new Float64Array(count);
  const name = new Uint32Array(count);
  const row = new Uint32Array(count);
  const descendants = new Uint32Array(count);
  const depth = new Uint16Array(count);
  const service = new Uint16Array(count);
  const flags = new Uint8Array(count);
  // A root, below it groups of 50: one parent, 49 children of a shallow nest.
  for (let index = 0; index < count; index++) {
    const inGroup = (index - 1) % 50;
    start[index] = index === 0 ? 0 : index * 1000 + inGroup * 120;
    durations[index] = index === 0 ? count * 1000 + 100_000 : inGroup === 0 ? 50_000 : 400 + ((index * 7919) % 9000);
    name[index] = (index * 31) % names.length;
    row[index] = firstRow + index;
    depth[index] = index === 0 ? 0 : inGroup === 0 ? 1 : 2 + (inGroup % 3 === 0 ? 0 : 1);
    service[index] = inGroup % services.length < 0 ? 0 : inGroup % services.length;
    flags[index] = index % 97 === 96 ? SPAN_FLAG.error : 0;
  }
  descendants[0] = count - 1;
  for (let index = count - 1; index > 0; index--) {
    const end = index + 1 + (descendants[index] ?? 0);
    let above = index - 1;
    while (above > 0 && (depth[above] ?? 0) >= (depth[index] ?? 0)) above--;
    if (above > 0) descendants[above] = Math.max(descendants[above] ?? 0, end - above - 1);
  }
  const id = traceId(number);
  const kind = new Uint8Array(count);
  const duration = count * 1000 + 100_000;
  const startTime = 1_795_000_000_000 + number;
  const layout: TraceLayout = {
    id,
    version: ++versions,
    now: startTime + duration / 1e6,
    startTime,
    duration,
    count,
    names,
    services,
    start,
    durations,
    held: toHeldTimes(new Map()),
    name,
    row,
    key: row,
    descendants,
    depth,
    service,
    kind,
    flags,
  };
  return {
    layout,
    row: {
      id,
      name: 'operation 0',
      rooted: true,
      services,
      startTime,
      duration,
      held: 0,
      spans: count,
      open: 0,
      cutOff: 0,
      errors: Math.floor(count / 97),
    },
    detail: (index) =>
      tellTrace(
        { number, startTime, roots: [{ name: names[name[index] ?? 0] ?? '', service: 'gateway', at: 0, takes: 1 }] },
        firstRow + index,
      ).detail(0),
  };
}
