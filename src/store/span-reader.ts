// What the store must have read from bytes that it keeps but does not understand; given to it where it is composed.

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
  readReportedSite(bytes: Uint8Array, encoding: Encoding): ReportedSite | undefined;
}
