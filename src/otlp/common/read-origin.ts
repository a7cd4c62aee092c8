// Resources and scopes out of the bytes that were kept, whichever encoding they came in. Total: what cannot be read is empty.

import { findAttribute } from '../../model/attribute.ts';
import type { Resource, Scope } from '../../model/origin.ts';
import type { Encoding } from '../../model/span-batch.ts';
import { ProtobufReader } from '../wire/protobuf-reader.ts';
import { readResourceProtobuf, readScopeProtobuf } from './attributes-protobuf.ts';
import { readResourceJson, readScopeJson } from './json-values.ts';
import { orElse } from './or-else.ts';

export function readResource(bytes: Uint8Array, encoding: Encoding): Resource {
  const empty: Resource = { attributes: [], droppedAttributes: 0 };
  return orElse(
    () => (encoding === 'json' ? readResourceJson(bytes) : readResourceProtobuf(new ProtobufReader(bytes))),
    empty,
  );
}

export function readScope(bytes: Uint8Array, encoding: Encoding): Scope {
  const empty: Scope = { name: '', version: '', attributes: [], droppedAttributes: 0 };
  return orElse(
    () => (encoding === 'json' ? readScopeJson(bytes) : readScopeProtobuf(new ProtobufReader(bytes))),
    empty,
  );
}

/** Semantic conventions, service.name; `unknown_service` is what SDKs say without one. */
export function readServiceName(bytes: Uint8Array, encoding: Encoding): string {
  const value = findAttribute(readResource(bytes, encoding).attributes, 'service.name');
  return value?.kind === 'string' && value.value !== '' ? value.value : 'unknown_service';
}
