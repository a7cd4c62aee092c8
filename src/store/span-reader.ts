// What the store must have read from bytes that it keeps but does not understand; given to it where it is composed.

import type { AttributeValue } from '../model/attribute.ts';
import type { Resource, Scope } from '../model/origin.ts';
import type { ReportedSite } from '../model/site.ts';
import type { SpanContent } from '../model/span.ts';
import type { Encoding } from '../model/span-batch.ts';

/** All are total: what cannot be read is empty or undefined. */
export interface SpanReader {
  readSpan(bytes: Uint8Array, encoding: Encoding): SpanContent;
  readResource(bytes: Uint8Array, encoding: Encoding): Resource;
  readScope(bytes: Uint8Array, encoding: Encoding): Scope;
  readServiceName(bytes: Uint8Array, encoding: Encoding): string;
  /** The last attribute of that key, of the span in bytes `from` to `to`. `key.bytes`: its text in UTF-8. */
  readAttribute(
    bytes: Uint8Array,
    from: number,
    to: number,
    encoding: Encoding,
    key: { readonly text: string; readonly bytes: Uint8Array },
  ): AttributeValue | undefined;
  readReportedSite(bytes: Uint8Array, encoding: Encoding): ReportedSite | undefined;
}
