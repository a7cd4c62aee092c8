// Reads spans that were kept as bytes, whichever encoding they came in. Total: what cannot be read is shown as empty.

import type { ReportedSite } from '../../model/site.ts';
import type { SpanContent } from '../../model/span.ts';
import type { Encoding } from '../../model/span-batch.ts';
import { orElse } from '../common/or-else.ts';
import { toReportedSite } from './reported-site.ts';
import { readSpanJson } from './span-json.ts';
import { readSpanProtobuf } from './span-protobuf.ts';

export { readResource, readScope, readServiceName } from '../common/read-origin.ts';
export { readAttribute } from './read-attribute.ts';

const EMPTY_SPAN: SpanContent = {
  ...{ traceState: '', flags: 0, statusMessage: '' },
  ...{ attributes: [], events: [], links: [] },
  dropped: { attributes: 0, events: 0, links: 0 },
};

export function readSpan(bytes: Uint8Array, encoding: Encoding): SpanContent {
  return orElse(() => (encoding === 'json' ? readSpanJson(bytes) : readSpanProtobuf(bytes)), EMPTY_SPAN);
}

export function readReportedSite(bytes: Uint8Array, encoding: Encoding): ReportedSite | undefined {
  return toReportedSite(readSpan(bytes, encoding).attributes);
}
