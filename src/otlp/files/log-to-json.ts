// One log record as OTLP's JSON has it. Shape: opentelemetry-proto, logs/v1/logs.proto.

import type { LogContent } from '../../model/log.ts';
import { toAttributesJson, toValueJson, withoutDefaults } from './attribute-json.ts';

export function logToJson(log: LogContent): object {
  return withoutDefaults({
    timeUnixNano: log.time,
    observedTimeUnixNano: log.observedTime,
    ...{ severityNumber: log.severityNumber, severityText: log.severityText },
    body: log.body.kind === 'empty' ? undefined : toValueJson(log.body),
    attributes: toAttributesJson(log.attributes),
    droppedAttributesCount: log.droppedAttributes,
    ...{ flags: log.flags, traceId: log.traceId, spanId: log.spanId, eventName: log.eventName },
  });
}
