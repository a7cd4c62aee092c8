/**
 * OTLP/JSON as text: attributes and times in the mapping of the specification, within a measure so that a line has an end.
 * Functions and not a class: they run for each span, and private members are slow in the syntax that the hook is built for.
 */
import { type Dictionary, isDictionary } from './foreign.ts';

/** How much is written of what has no limit of its own: characters of a text, members of a list. */
export interface Measure {
  readonly text: number;
  readonly members: number;
}

const MOST_NESTING = 8;
/** Characters in all: what goes on beyond them would not fit a line, and must not take the program's time. */
const MOST_TEXT = 512 * 1024;
/** Characters of a member that holds little. */
const MEMBER = 32;
/** Texts that come again and again are few; a program that makes them up must not fill the memory. */
const MOST_KNOWN = 2000;
const MOST_KNOWN_LENGTH = 200;
const NANOS_PER_SECOND = 1e9;

let measure: Measure = { text: 0, members: 0 };
let clipped = false;
let room = 0;
/** Texts as they stand in JSON, and attributes by key and value: to quote and to join is the better part of the cost. */
const known = new Map<string, string>();
const knownAttributes = new Map<string, Map<unknown, string>>();
let attributesKnown = 0;

/** Before each text that has a measure of its own. */
export function beginText(within: Measure): void {
  measure = within;
  clipped = false;
  room = MOST_TEXT;
}

/** Whether something was left out since the beginning. */
export function isClipped(): boolean {
  return clipped;
}

export function quote(value: unknown): string {
  if (typeof value !== 'string') return '""';
  room -= value.length;
  if (value.length <= MOST_KNOWN_LENGTH) return known.get(value) ?? quoteShort(value);
  if (value.length <= measure.text) return JSON.stringify(value);
  clipped = true;
  room += value.length - measure.text;
  return JSON.stringify(value.slice(0, measure.text));
}

function quoteShort(value: string): string {
  const quoted = JSON.stringify(value);
  if (known.size < MOST_KNOWN) known.set(value, quoted);
  return quoted;
}

/** An identifier, of which none comes again. */
export function quoteId(value: unknown): string {
  return typeof value === 'string' && /^[0-9a-f]{1,32}$/.test(value) ? `"${value}"` : '""';
}

/** The members of a list, with what `write` makes of them between the commas. */
export function listText(value: unknown, write: (member: unknown) => string): string {
  if (!Array.isArray(value) || value.length === 0) return '';
  const count = within(value.length, measure.members);
  let text = '';
  for (let index = 0; index < count && hasRoom(); index++) text += (index === 0 ? '' : ',') + write(value[index]);
  return text;
}

/** The attributes of a span, an event, a link, a scope or a resource, without the brackets. */
export function attributesText(value: unknown, nesting = 0): string {
  if (!isDictionary(value)) return '';
  let text = '';
  let left = measure.members;
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue;
    if (left-- <= 0 || !hasRoom()) {
      clipped = true;
      break;
    }
    const member = value[key];
    const attribute = knownAttributes.get(key)?.get(member) ?? attributeText(key, member, nesting);
    room -= attribute.length;
    text += text === '' ? attribute : `,${attribute}`;
  }
  return text;
}

function attributeText(key: string, value: unknown, nesting: number): string {
  const text = `{"key":${quote(key)},"value":${anyValue(value, nesting)}}`;
  const isPlain = typeof value !== 'object' && typeof value !== 'function';
  if (isPlain && attributesKnown < MOST_KNOWN && text.length <= MOST_KNOWN_LENGTH) {
    attributesKnown++;
    const ofKey = knownAttributes.get(key) ?? new Map<unknown, string>();
    knownAttributes.set(key, ofKey.set(value, text));
  }
  return text;
}

function anyValue(value: unknown, nesting: number): string {
  switch (typeof value) {
    case 'string':
      return `{"stringValue":${quote(value)}}`;
    case 'boolean':
      return value ? '{"boolValue":true}' : '{"boolValue":false}';
    case 'number':
      if (Number.isSafeInteger(value)) return `{"intValue":"${value}"}`;
      return Number.isFinite(value) ? `{"doubleValue":${value}}` : `{"doubleValue":"${value}"}`;
    case 'bigint':
      return `{"intValue":"${value}"}`;
    default:
      return isDictionary(value) && nesting < MOST_NESTING ? nestedText(value, nesting + 1) : '{}';
  }
}

function nestedText(value: Dictionary, nesting: number): string {
  if (Array.isArray(value))
    return `{"arrayValue":{"values":[${listText(value, (member) => anyValue(member, nesting))}]}}`;
  if (value instanceof Uint8Array) {
    const bytes = value.subarray(0, within(value.length, measure.text));
    return `{"bytesValue":"${Buffer.from(bytes).toString('base64')}"}`;
  }
  return `{"kvlistValue":{"values":[${attributesText(value, nesting)}]}}`;
}

function within(length: number, most: number): number {
  if (length <= most) return length;
  clipped = true;
  return most;
}

/** For one more member. */
function hasRoom(): boolean {
  room -= MEMBER;
  if (room > 0) return true;
  clipped = true;
  return false;
}

/** A time of the SDK, seconds and nanoseconds, as digits in quotes; what is none is zero. */
export function nanosText(time: unknown): string {
  if (!Array.isArray(time)) return '"0"';
  const seconds: unknown = time[0];
  const nanos: unknown = time[1];
  if (typeof seconds !== 'number' || typeof nanos !== 'number') return '"0"';
  if (seconds > 0 && Number.isInteger(seconds) && Number.isInteger(nanos) && nanos >= 0 && nanos < NANOS_PER_SECOND)
    // A digit before the nanoseconds keeps the zeros that they begin with.
    return `"${seconds}${String(NANOS_PER_SECOND + nanos).slice(1)}"`;
  if (!Number.isFinite(seconds) || !Number.isFinite(nanos)) return '"0"';
  // A program may give any pair: a billion and a half of nanoseconds, or half a second.
  const whole = BigInt(Math.trunc(seconds)) * BigInt(NANOS_PER_SECOND) + BigInt(Math.trunc(nanos));
  return whole > 0 ? `"${whole}"` : '"0"';
}
