// What the requests of all signals have around their records: resources, and in them scopes, in the same fields.
// Shape: opentelemetry-proto, e.g. trace/v1/trace.proto, ResourceSpans and ScopeSpans.

import { type BatchGroup, createBatchGroup } from '../../model/batch-group.ts';
import type { RequestCursor } from '../wire/request-cursor.ts';

/** Field number and wire type, as they stand in one byte. */
const TAG = { resources: 10, resource: 10, scopes: 18, scope: 10, records: 18, schemaUrl: 26 } as const;
/** Field 1000, in which some releases had the scopes of today under the name of instrumentation libraries. */
const LIBRARIES = [0xc2, 0x3e] as const;

/** `record` reads one, from the cursor's position to `end`; `group` is the number of where it belongs. */
export function walkProtobuf(
  cursor: RequestCursor,
  groups: BatchGroup[],
  record: (end: number, group: number) => void,
): void {
  const requestEnd = cursor.bytes.length;
  while (cursor.position < requestEnd) {
    const tag = cursor.tag();
    if (tag === TAG.resources) walkResource(cursor.lengthDelimited(requestEnd));
    else cursor.skip(tag, requestEnd);
  }

  function walkResource(end: number): void {
    const firstGroup = groups.length;
    const own = createBatchGroup();
    while (cursor.position < end) {
      const tag = cursor.tag();
      if (tag === TAG.resource) {
        const fieldEnd = cursor.lengthDelimited(end);
        own.resourceOffset = cursor.position;
        own.resourceLength = fieldEnd - cursor.position;
        cursor.position = fieldEnd;
      } else if (tag === TAG.scopes || cursor.isLongTag(tag, LIBRARIES)) walkScope(cursor.lengthDelimited(end));
      else if (tag === TAG.schemaUrl) own.resourceSchemaUrl = cursor.text(end);
      else cursor.skip(tag, end);
    }
    // A resource may come after what it sent: fields have no order on the wire.
    for (let i = firstGroup; i < groups.length; i++) {
      const group = groups[i]!;
      group.resourceOffset = own.resourceOffset;
      group.resourceLength = own.resourceLength;
      group.resourceSchemaUrl = own.resourceSchemaUrl;
    }
  }

  function walkScope(end: number): void {
    const group = createBatchGroup();
    const index = groups.push(group) - 1;
    while (cursor.position < end) {
      const tag = cursor.tag();
      if (tag === TAG.records) record(cursor.lengthDelimited(end), index);
      else if (tag === TAG.scope) {
        const fieldEnd = cursor.lengthDelimited(end);
        group.scopeOffset = cursor.position;
        group.scopeLength = fieldEnd - cursor.position;
        cursor.position = fieldEnd;
      } else if (tag === TAG.schemaUrl) group.scopeSchemaUrl = cursor.text(end);
      else cursor.skip(tag, end);
    }
  }
}
