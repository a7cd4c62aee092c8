// From what a filter says to a test of one row, what is cheap asked first.

import { SPAN_KINDS, STATUS_CODES } from '../../../model/span.ts';
import { HAS_EVENTS, STATUS_SHIFT } from '../../../model/span-batch.ts';
import { indexInChunk } from '../../columns/chunks.ts';
import { durationIn, isRootIn, type SpanChunk, stateIn } from '../../columns/span-chunk.ts';
import type { SpanStore } from '../../span-store.ts';
import { endOf } from '../trace-rows-of.ts';
import { compileOrder, compileValueTest, type ValueTest } from './attribute-test.ts';
import { fieldOf, OWNERS, parseDuration, parseNumber } from './fields.ts';
import type { Filter, Term } from './filter.ts';
import { asciiNeedle, holdsAscii } from './find-ascii.ts';
import { compilePattern, plainText } from './pattern.ts';

const CODES: readonly string[] = STATUS_CODES;
const KINDS: readonly string[] = SPAN_KINDS;

export interface RowTest {
  /** 0: columns alone. 1: a few bytes of the span. 2: all of it. */
  readonly cost: 0 | 1 | 2;
  test(row: number, chunk: SpanChunk, i: number): boolean;
}

/** What the store of spans does not know by itself. */
export interface FilterContext {
  readonly store: SpanStore;
  /** Milliseconds since the Unix epoch, until which open spans last. */
  readonly now: number;
  /** Whether a log record names the span: its id in words, its trace's in hex, asked for where that is needed. */
  hasLogs(spanIdHigh: number, spanIdLow: number, trace: () => string): boolean;
}

export function compileFilter(filter: Filter, context: FilterContext): RowTest {
  switch (filter.kind) {
    case 'all':
      return { cost: 0, test: () => true };
    case 'not': {
      const { cost, test } = compileFilter(filter.part, context);
      return { cost, test: (row, chunk, i) => !test(row, chunk, i) };
    }
    case 'and':
    case 'or':
      return compileParts(filter.kind, filter.parts, context);
    case 'text':
      return compileText(filter.text, context);
    case 'term':
      return compileTerm(filter, context);
  }
}

function compileParts(kind: 'and' | 'or', parts: readonly Filter[], context: FilterContext): RowTest {
  const tests = parts.map((part) => compileFilter(part, context)).sort((a, b) => a.cost - b.cost);
  const cost = tests.at(-1)?.cost ?? 0;
  return kind === 'and'
    ? { cost, test: (row, chunk, i) => tests.every((part) => part.test(row, chunk, i)) }
    : { cost, test: (row, chunk, i) => tests.some((part) => part.test(row, chunk, i)) };
}

function compileText(text: string, { store }: FilterContext): RowTest {
  const pattern = compilePattern(`*${text}*`);
  const isNamed = rememberText(pattern);
  const needle = asciiNeedle(text);
  const { origins, reader } = store;
  const isInBytes: RowTest['test'] = (row, chunk, i) => {
    const from = chunk.offset[i]!;
    // In JSON any letter may be written as an escape.
    const isTold = needle !== undefined && origins.encoding(chunk.origin[i]!) === 'protobuf';
    return !isTold || holdsAscii(store.slab(row), from, from + chunk.length[i]!, needle);
  };
  const isInAttributes = (row: number, chunk: SpanChunk, i: number) =>
    reader
      .readSpan(store.bytes(row), origins.encoding(chunk.origin[i]!))
      .attributes.some(({ value }) => value.kind === 'string' && pattern(value.value));
  return {
    cost: 2,
    test: (row, chunk, i) =>
      isNamed(store.nameText(chunk.name[i]!)) ||
      isNamed(origins.serviceName(chunk.origin[i]!)) ||
      (isInBytes(row, chunk, i) && isInAttributes(row, chunk, i)),
  };
}

function compileTerm(term: Term, context: FilterContext): RowTest {
  if (term.operator !== '!=') return fieldOf(term.key) ? compileField(term, context) : compileAttribute(term, context);
  const { cost, test } = compileTerm({ ...term, operator: '=' }, context);
  return { cost, test: (row, chunk, i) => !test(row, chunk, i) };
}

function compileField({ key, operator, value }: Term, context: FilterContext): RowTest {
  const { store, now } = context;
  const { traces, origins } = store;
  const pattern = rememberText(compilePattern(value));
  const inOrder = compileOrder(operator);
  const choice = plainText(value).toLowerCase();
  const cheap = (test: RowTest['test']): RowTest => ({ cost: 0, test });
  switch (key) {
    case 'service':
      return cheap((_row, chunk, i) => pattern(origins.serviceName(chunk.origin[i]!)));
    case 'name':
      return cheap((_row, chunk, i) => pattern(store.nameText(chunk.name[i]!)));
    case 'status': {
      const code = CODES.indexOf(choice);
      return cheap((_row, chunk, i) => ((chunk.kindStatus[i]! >> STATUS_SHIFT) & 3) === code);
    }
    case 'kind': {
      const kind = KINDS.indexOf(choice);
      return cheap((_row, chunk, i) => (chunk.kindStatus[i]! & 7) === kind);
    }
    case 'duration': {
      const limit = parseDuration(value) ?? 0;
      const until = store.time.fromUnixMilliseconds(now);
      return cheap((row, chunk, i) => inOrder(durationIn(chunk, i, until) - heldOf(context, row, chunk, i), limit));
    }
    case 'is':
      if (choice === 'root') return cheap((_row, chunk, i) => isRootIn(chunk, i));
      return cheap((_row, chunk, i) => stateIn(chunk, i) === (choice === 'open' ? 'open' : 'cut off'));
    case 'has':
      return compileHas(choice, context);
    case 'event':
      return {
        cost: 2,
        test: (row, chunk, i) =>
          (chunk.kindStatus[i]! & HAS_EVENTS) !== 0 && contentOf(store, row).events.some(({ name }) => pattern(name)),
      };
    case 'scope':
      return rememberOrigin(store, (origin) =>
        pattern(store.reader.readScope(origins.scope(origin), origins.encoding(origin)).name),
      );
    case 'trace':
      return cheap((_row, chunk, i) => pattern(traces.id(chunk.trace[i]!)));
    case 'span':
      return cheap((_row, chunk, i) => pattern(toHex(chunk.spanIdHigh[i]!) + toHex(chunk.spanIdLow[i]!)));
    case 'trace.duration': {
      const limit = parseDuration(value) ?? 0;
      return cheap((_row, chunk, i) => {
        const trace = chunk.trace[i]!;
        const length = endOf(store, trace, now) - traces.start(trace);
        return inOrder(length - (store.pauses.size > 0 ? store.held.of(trace, now).whole : 0), limit);
      });
    }
    default: {
      const limit = parseNumber(value) ?? 0;
      return key === 'trace.spans'
        ? cheap((_row, chunk, i) => inOrder(traces.count(chunk.trace[i]!), limit))
        : cheap((_row, chunk, i) => inOrder(traces.errors(chunk.trace[i]!), limit));
    }
  }
}

function compileHas(what: string, { store, hasLogs }: FilterContext): RowTest {
  switch (what) {
    case 'logs':
      return {
        cost: 0,
        test: (_row, chunk, i) =>
          hasLogs(chunk.spanIdHigh[i]!, chunk.spanIdLow[i]!, () => store.traces.id(chunk.trace[i]!)),
      };
    case 'events':
      return { cost: 0, test: (_row, chunk, i) => (chunk.kindStatus[i]! & HAS_EVENTS) !== 0 };
    case 'links':
      return { cost: 2, test: (row) => contentOf(store, row).links.length > 0 };
    case 'exception':
      return {
        cost: 2,
        test: (row, chunk, i) =>
          (chunk.kindStatus[i]! & HAS_EVENTS) !== 0 &&
          contentOf(store, row).events.some(({ name }) => name === 'exception'),
      };
    default:
      return {
        cost: 2,
        test: (row, chunk, i) =>
          store.reader.readReportedSite(store.bytes(row), store.origins.encoding(chunk.origin[i]!)) !== undefined,
      };
  }
}

/** Without an owner before its key an attribute may be the span's, its resource's or its scope's. */
function compileAttribute(term: Term, { store }: FilterContext): RowTest {
  const owner = OWNERS.find((known) => term.key.startsWith(known));
  const text = plainText(owner === undefined ? term.key : term.key.slice(owner.length));
  const isWanted = compileValueTest(term);
  const ofOrigin = compileOriginTest(store, text, owner, isWanted);
  if (owner === 'resource.' || owner === 'scope.') return ofOrigin;
  const key = { text, bytes: new TextEncoder().encode(text) };
  const { origins, reader } = store;
  const ofSpan: RowTest['test'] = (row, chunk, i) => {
    const from = chunk.offset[i]!;
    const value = reader.readAttribute(
      store.slab(row),
      from,
      from + chunk.length[i]!,
      origins.encoding(chunk.origin[i]!),
      key,
    );
    return value !== undefined && isWanted(value);
  };
  if (owner === 'span.') return { cost: 1, test: ofSpan };
  return { cost: 1, test: (row, chunk, i) => ofOrigin.test(row, chunk, i) || ofSpan(row, chunk, i) };
}

function compileOriginTest(store: SpanStore, key: string, owner: string | undefined, isWanted: ValueTest): RowTest {
  const { origins, reader } = store;
  return rememberOrigin(store, (origin) => {
    const encoding = origins.encoding(origin);
    const resource = owner === 'scope.' ? [] : reader.readResource(origins.resource(origin), encoding).attributes;
    const scope = owner === 'resource.' ? undefined : reader.readScope(origins.scope(origin), encoding);
    const own =
      scope === undefined || owner === undefined ? [] : [textOf('name', scope.name), textOf('version', scope.version)];
    return [resource, own, scope?.attributes ?? []].some((attributes) => {
      const value = attributes.findLast((attribute) => attribute.key === key)?.value;
      return value !== undefined && isWanted(value);
    });
  });
}

function textOf(key: string, value: string) {
  return { key, value: { kind: 'string', value } } as const;
}

/** Numbers of origins come to mean others when some are forgotten. */
function rememberOrigin(store: SpanStore, test: (origin: number) => boolean): RowTest {
  let known: (boolean | undefined)[] = [];
  let generation = store.generation;
  return {
    cost: 0,
    test(_row, chunk, i) {
      if (generation !== store.generation) {
        known = [];
        generation = store.generation;
      }
      const origin = chunk.origin[i]!;
      let passes = known[origin];
      if (passes === undefined) {
        passes = test(origin);
        known[origin] = passes;
      }
      return passes;
    },
  };
}

/** There are far fewer texts than spans. */
const MOST_TEXTS = 10_000;

function rememberText(test: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    const passed = known.get(text);
    if (passed !== undefined) return passed;
    if (known.size >= MOST_TEXTS) known.clear();
    const passes = test(text);
    known.set(text, passes);
    return passes;
  };
}

function contentOf(store: SpanStore, row: number) {
  const chunk = store.chunk(row)!;
  return store.reader.readSpan(store.bytes(row), store.origins.encoding(chunk.origin[indexInChunk(row)]!));
}

function heldOf({ store, now }: FilterContext, row: number, chunk: SpanChunk, i: number): number {
  return store.pauses.size === 0 ? 0 : (store.held.of(chunk.trace[i]!, now).byRow.get(row) ?? 0);
}

function toHex(word: number): string {
  return word.toString(16).padStart(8, '0');
}
