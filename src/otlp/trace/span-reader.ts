// Reads what was kept as bytes, whichever encoding it came in. Total: what cannot be read is shown as empty.

import type { Attribute } from '../../model/attribute.ts';
import { findAttribute } from '../../model/attribute.ts';
import type { ReportedSite } from '../../model/site.ts';
import type { Scope, SpanContent } from '../../model/span.ts';
import type { Encoding } from '../../model/span-batch.ts';
import { toReportedSite } from './reported-site.ts';
import { readResourceJson, readScopeJson, readSpanJson } from './span-json.ts';
import { readResourceProtobuf, readScopeProtobuf, readSpanProtobuf } from './span-protobuf.ts';

const EMPTY_SPAN: SpanContent = {
  statusMessage: '',
  attributes: [],
  events: [],
  links: [],
  dropped: { attributes: 0, events: 0, links: 0 },
};

export function readSpan(bytes: Uint8Array, encoding: Encoding): SpanContent {
  return orElse(() => (encoding === 'json' ? readSpanJson(bytes) : readSpanProtobuf(bytes)), EMPTY_SPAN);
}

export function readResource(bytes: Uint8Array, encoding: Encoding): readonly Attribute[] {
  return orElse(() => (encoding === 'json' ? readResourceJson(bytes) : readResourceProtobuf(bytes)), []);
}

export function readScope(bytes: Uint8Array, encoding: Encoding): Scope {
  const empty: Scope = { name: '', version: '', attributes: [] };
  return orElse(() => (encoding === 'json' ? readScopeJson(bytes) : readScopeProtobuf(bytes)), empty);
}

/** Semantic conventions, service.name; `unknown_service` is what SDKs say without one. */
export function readServiceName(bytes: Uint8Array, encoding: Encoding): string {
  const value = findAttribute(readResource(bytes, encoding), 'service.name');
  return value?.kind === 'string' && value.value !== '' ? value.value : 'unknown_service';
}

export function readReportedSite(bytes: Uint8Array, encoding: Encoding): ReportedSite | undefined {
  return toReportedSite(readSpan(bytes, encoding).attributes);
}

function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
