// One log record out of the bytes that were kept, decoded when shown. Total: what cannot be read is shown as empty.
// Shape: opentelemetry-proto, logs/v1/logs.proto.

import type { Attribute, AttributeValue } from '../../model/attribute.ts';
import { parseSpanId, parseTraceId } from '../../model/ids.ts';
import type { LogContent } from '../../model/log.ts';
import type { Encoding } from '../../model/span-batch.ts';
import { readKeyValueProtobuf, readValueProtobuf, toHex } from '../common/attributes-protobuf.ts';
import { field, parseJson, toAttributes, toCount, toIdText, toNanos, toText, toValue } from '../common/json-values.ts';
import { orElse } from '../common/or-else.ts';
import { ProtobufReader } from '../wire/protobuf-reader.ts';
import { parseSeverity } from './decode-logs.ts';

const EMPTY: LogContent = {
  ...{ time: '0', observedTime: '0', severityNumber: 0, severityText: '', body: { kind: 'empty' }, attributes: [] },
  ...{ droppedAttributes: 0, flags: 0, traceId: undefined, spanId: undefined, eventName: '' },
};

export function readLog(bytes: Uint8Array, encoding: Encoding): LogContent {
  return orElse(() => (encoding === 'json' ? readJson(bytes) : readProtobuf(bytes)), EMPTY);
}

function readProtobuf(bytes: Uint8Array): LogContent {
  const reader = new ProtobufReader(bytes);
  const attributes: Attribute[] = [];
  let [time, observedTime] = ['0', '0'];
  let [severityNumber, droppedAttributes, flags] = [0, 0, 0];
  let [severityText, eventName, trace, span] = ['', '', '', ''];
  let body: AttributeValue = { kind: 'empty' };
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 9) time = reader.fixed64().toString();
    else if (tag === 16) severityNumber = reader.varint();
    else if (tag === 26) severityText = reader.text();
    else if (tag === 42) body = readValueProtobuf(reader.message(), 0, body);
    else if (tag === 50) attributes.push(readKeyValueProtobuf(reader.message()));
    else if (tag === 56) droppedAttributes = reader.varint();
    else if (tag === 69) flags = reader.fixed32();
    else if (tag === 74) trace = toHex(reader.bytes());
    else if (tag === 82) span = toHex(reader.bytes());
    else if (tag === 89) observedTime = reader.fixed64().toString();
    else if (tag === 98) eventName = reader.text();
    else reader.skip(tag);
  }
  return {
    ...{ time, observedTime, severityNumber: parseSeverity(severityNumber), severityText, body, attributes },
    ...{ droppedAttributes, flags, eventName, ...ids(trace, span) },
  };
}

function readJson(bytes: Uint8Array): LogContent {
  const record = parseJson(bytes);
  return {
    time: toNanos(field(record, 'timeUnixNano')).toString(),
    observedTime: toNanos(field(record, 'observedTimeUnixNano')).toString(),
    severityNumber: parseSeverity(field(record, 'severityNumber')),
    severityText: toText(field(record, 'severityText')),
    body: toValue(field(record, 'body')),
    attributes: toAttributes(field(record, 'attributes')),
    droppedAttributes: toCount(field(record, 'droppedAttributesCount')),
    flags: toCount(field(record, 'flags')),
    eventName: toText(field(record, 'eventName')),
    ...ids(toIdText(field(record, 'traceId'), 16), toIdText(field(record, 'spanId'), 8)),
  };
}

/** All zero is none. */
function ids(trace: string, span: string): Pick<LogContent, 'traceId' | 'spanId'> {
  const some = (text: string) => (/[^0]/.test(text) ? text : undefined);
  return { traceId: parseTraceId(some(trace)), spanId: parseSpanId(some(span)) };
}
