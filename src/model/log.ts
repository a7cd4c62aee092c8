// One log record with all that was said of it.

import type { Attribute, AttributeValue } from './attribute.ts';
import type { SpanId, TraceId } from './ids.ts';

/** Names of the ranges of severity numbers, four each; 0 is none. logs.proto, enum SeverityNumber. */
const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;

export interface LogContent {
  /** Nanoseconds since the Unix epoch in decimal digits, which survive JSON; 0 where the event's own time is not known. */
  readonly time: string;
  readonly observedTime: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: AttributeValue;
  readonly attributes: readonly Attribute[];
  readonly droppedAttributes: number;
  /** W3C trace flags in the lowest eight bits. */
  readonly flags: number;
  readonly traceId: TraceId | undefined;
  readonly spanId: SpanId | undefined;
  readonly eventName: string;
}

/** As it is shown: the sender's own word, or the range of the number. */
export function severityName({
  severityNumber,
  severityText,
}: Pick<LogContent, 'severityNumber' | 'severityText'>): string {
  if (severityText !== '') return severityText;
  return SEVERITIES[Math.floor((severityNumber - 1) / 4)] ?? '';
}
