/**
 * OTLP/JSON into the line that is being written: attributes and times in the mapping of the specification, within a measure
 * so that a line has an end. Functions and not a class: they run for each span, and private members are slow in the syntax
 * that the hook is built for.
 */
import { type Dictionary, isDictionary } from './foreign.ts';
import {
  copyLine,
  lineLength,
  MOST_LINE_BYTES,
  put,
  putByte,
  putDigits,
  putHex,
  putText,
  toPart,
} from './line-bytes.ts';

/** How much is written of what has no limit of its own: characters of a text, members of a list. */
export interface Measure {
  readonly text: number;
  readonly members: number;
}

const MOST_NESTING = 8;
/** Texts that come again and again are few; a program that makes them up must not fill the memory. */
const MOST_KNOWN = 2000;
const MOST_KNOWN_LENGTH = 200;
const NANOS_PER_SECOND = 1e9;
/** Far beyond any time, and short of where numbers are written with an exponent. */
const MOST_SECONDS = 1e12;
const MOST_ID_LENGTH = 32;
const COMMA = 0x2c;

let measure: Measure = { text: 0, members: 0 };
let clipped = false;
/** Texts as they stand in JSON, and attributes by key and value: to quote and to encode is the better part of the cost. */
const known = new Map<string, Uint8Array>();
const knownAttributes = new Map<string, Map<unknown, Uint8Array>>();
let attributesKnown = 0;

/** Before what has a measure of its own. */
export function beginMeasure(within: Measure): void {
  measure = within;
  clipped = false;
}

/** Whether something was left out since the beginning. */
export function isClipped(): boolean {
  return clipped;
}

export function putQuoted(value: unknown): void {
  if (typeof value !== 'string') putText('""');
  else if (value.length <= MOST_KNOWN_LENGTH) putShort(value);
  else if (value.length <= measure.text) putText(JSON.stringify(value));
  else {
    clipped = true;
    putText(JSON.stringify(value.slice(0, measure.text)));
  }
}

function putShort(value: string): void {
  const part = known.get(value);
  if (part !== undefined) {
    put(part);
    return;
  }
  const quoted = JSON.stringify(value);
  if (known.size < MOST_KNOWN) known.set(value, toPart(quoted));
  putText(quoted);
}

/** An identifier, of which none comes again; the quotes are the caller's. */
export function putId(value: unknown): void {
  if (typeof value === 'string' && value.length <= MOST_ID_LENGTH) putHex(value);
}

/** The members of a list, with what `putMember` makes of them between the commas. */
export function putList(value: readonly unknown[], putMember: (member: unknown) => void): void {
  const count = within(value.length, measure.members);
  for (let index = 0; index < count && hasRoom(); index++) {
    if (index > 0) putByte(COMMA);
    putMember(value[index]);
  }
}

/** The attributes of a span, an event, a link, a scope or a resource, without the brackets. */
export function putAttributes(value: unknown, nesting = 0): void {
  if (!isDictionary(value)) return;
  let count = 0;
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue;
    if (count >= measure.members || !hasRoom()) {
      clipped = true;
      return;
    }
    if (count++ > 0) putByte(COMMA);
    const member = value[key];
    const part = knownAttributes.get(key)?.get(member);
    if (part === undefined) putAttribute(key, member, nesting);
    else put(part);
  }
}

function putAttribute(key: string, value: unknown, nesting: number): void {
  const from = lineLength();
  putText('{"key":');
  putQuoted(key);
  putText(',"value":');
  putAnyValue(value, nesting);
  putText('}');
  const isPlain = typeof value !== 'object' && typeof value !== 'function';
  if (isPlain && attributesKnown < MOST_KNOWN && lineLength() - from <= MOST_KNOWN_LENGTH) {
    attributesKnown++;
    const ofKey = knownAttributes.get(key) ?? new Map<unknown, Uint8Array>();
    knownAttributes.set(key, ofKey.set(value, copyLine(from)));
  }
}

function putAnyValue(value: unknown, nesting: number): void {
  switch (typeof value) {
    case 'string':
      putText('{"stringValue":');
      putQuoted(value);
      putText('}');
      return;
    case 'boolean':
      putText(value ? '{"boolValue":true}' : '{"boolValue":false}');
      return;
    case 'number':
      if (Number.isSafeInteger(value)) putText(`{"intValue":"${value}"}`);
      else putText(Number.isFinite(value) ? `{"doubleValue":${value}}` : `{"doubleValue":"${value}"}`);
      return;
    case 'bigint':
      putText(`{"intValue":"${value}"}`);
      return;
    default:
      if (isDictionary(value) && nesting < MOST_NESTING) putNested(value, nesting + 1);
      else putText('{}');
  }
}

function putNested(value: Dictionary, nesting: number): void {
  if (Array.isArray(value)) {
    putText('{"arrayValue":{"values":[');
    putList(value, (member) => putAnyValue(member, nesting));
    putText(']}}');
  } else if (value instanceof Uint8Array) {
    const bytes = value.subarray(0, within(value.length, measure.text));
    putText(`{"bytesValue":"${Buffer.from(bytes).toString('base64')}"}`);
  } else {
    putText('{"kvlistValue":{"values":[');
    putAttributes(value, nesting);
    putText(']}}');
  }
}

function within(length: number, most: number): number {
  if (length <= most) return length;
  clipped = true;
  return most;
}

/** For one more member: what goes on beyond the line must not take the program's time. */
function hasRoom(): boolean {
  if (lineLength() <= MOST_LINE_BYTES) return true;
  clipped = true;
  return false;
}

/** A time of the SDK, seconds and nanoseconds, as digits; what is none is zero. The quotes are the caller's. */
export function putNanos(time: unknown): void {
  const seconds: unknown = Array.isArray(time) ? time[0] : undefined;
  const nanos: unknown = Array.isArray(time) ? time[1] : undefined;
  if (isCount(seconds, MOST_SECONDS) && isCount(nanos, NANOS_PER_SECOND) && seconds > 0) {
    putText(`${seconds}`);
    putDigits(nanos, 9);
  } else putText(nanosText(seconds, nanos));
}

function isCount(value: unknown, below: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < below;
}

/** A program may give any pair: a billion and a half of nanoseconds, or half a second. */
function nanosText(seconds: unknown, nanos: unknown): string {
  if (typeof seconds !== 'number' || typeof nanos !== 'number') return '0';
  if (!Number.isFinite(seconds) || !Number.isFinite(nanos)) return '0';
  const whole = BigInt(Math.trunc(seconds)) * BigInt(NANOS_PER_SECOND) + BigInt(Math.trunc(nanos));
  return whole > 0 ? `${whole}` : '0';
}
