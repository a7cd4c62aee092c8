// Takes attributes out of a request in protobuf: only the lengths around what is cut are written anew.
// Field numbers: opentelemetry-proto 1.9, trace/v1, common/v1, resource/v1.

import type { ForwardedSignal } from '../../model/otlp-destination.ts';
import { ProtobufReader } from '../wire/protobuf-reader.ts';
import type { Cut } from './cut.ts';

/** What a field of a message holds: a message in which to look on, or an attribute. */
interface Message {
  readonly [field: number]: Message | typeof ATTRIBUTE;
}

const ATTRIBUTE = 'attribute';
const RESOURCE: Message = { 1: ATTRIBUTE };
const SPAN: Message = { 9: ATTRIBUTE };
/** Of records and metrics none of ours is in them, but in their resource. */
const RECORD: Message = {};
/** Some releases had scopes in field 1000. */
const requestOf = (record: Message): Message => ({ 1: { 1: RESOURCE, 2: { 2: record }, 1000: { 2: record } } });
const REQUESTS: Readonly<Record<ForwardedSignal, Message>> = {
  traces: requestOf(SPAN),
  logs: requestOf(RECORD),
  metrics: requestOf(RECORD),
};

const LENGTH_DELIMITED = 2;

const utf8 = new TextEncoder();

/** Without the attributes whose names begin with `prefix`. Throws RangeError on malformed bytes. */
export function cutProtobuf(bytes: Uint8Array, prefix: string, signal: ForwardedSignal): Cut {
  const start = utf8.encode(prefix);
  let spans = 0;

  /** Undefined where nothing is cut. */
  function cut(reader: ProtobufReader, message: Message): readonly Uint8Array[] | undefined {
    const pieces: Uint8Array[] = [];
    const from = reader.position;
    let copied = from;
    while (reader.more) {
      const at = reader.position;
      const tag = reader.tag();
      const field = tag % 8 === LENGTH_DELIMITED ? message[Math.floor(tag / 8)] : undefined;
      if (field === undefined) {
        reader.skip(tag);
        continue;
      }
      const afterTag = reader.position;
      const inside = reader.message();
      if (field === SPAN || field === RECORD) spans++;
      const replaced = field === ATTRIBUTE ? (beginsWith(keyOf(inside), start) ? [] : undefined) : cut(inside, field);
      if (replaced === undefined) continue;
      pieces.push(bytes.subarray(copied, at));
      copied = reader.position;
      if (field === ATTRIBUTE) continue;
      const length = replaced.reduce((sum, piece) => sum + piece.length, 0);
      pieces.push(bytes.subarray(at, afterTag), varint(length), ...replaced);
    }
    if (copied === from) return undefined;
    pieces.push(bytes.subarray(copied, reader.position));
    return pieces;
  }

  const pieces = cut(new ProtobufReader(bytes), REQUESTS[signal]) ?? [bytes];
  return { pieces, spans };
}

/** Of a field that is there several times the last counts. */
function keyOf(attribute: ProtobufReader): Uint8Array {
  let key: Uint8Array = new Uint8Array(0);
  while (attribute.more) {
    const tag = attribute.tag();
    if (tag === 8 + LENGTH_DELIMITED) key = attribute.bytes();
    else attribute.skip(tag);
  }
  return key;
}

function beginsWith(text: Uint8Array, start: Uint8Array): boolean {
  return start.every((byte, i) => text[i] === byte);
}

function varint(value: number): Uint8Array {
  const out: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
  out.push(rest);
  return Uint8Array.from(out);
}
