// A request as its resources one by one: whoever passes some of them on to another receiver needs no more of its signal.
// In all signals field 1 of the request repeats the resources with what they sent, and field 1 of those is the resource.

import { reasonOf } from '../../base/reason-of.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { Attribute } from '../../model/attribute.ts';
import type { Encoding } from '../../model/span-batch.ts';
import { readResource } from '../common/read-origin.ts';
import { joinBytes } from '../wire/join-bytes.ts';
import { JsonScanner } from '../wire/json-scanner.ts';
import { ProtobufReader } from '../wire/protobuf-reader.ts';

export interface SplitRequest {
  readonly parts: readonly RequestPart[];
  /** A request of some of the parts. */
  join(parts: readonly RequestPart[]): Uint8Array;
}

export interface RequestPart {
  readonly resource: readonly Attribute[];
  /** Within those of the request. */
  readonly bytes: Uint8Array;
}

const RESOURCES = 10;
const RESOURCE = 10;

const utf8 = new TextEncoder();

/** An error is a phrase. */
export function splitRequest(bytes: Uint8Array, encoding: Encoding): Result<SplitRequest> {
  try {
    return ok(encoding === 'json' ? splitJson(bytes) : splitProtobuf(bytes));
  } catch (error) {
    return fail(reasonOf(error));
  }
}

function splitProtobuf(bytes: Uint8Array): SplitRequest {
  const parts: RequestPart[] = [];
  const request = new ProtobufReader(bytes);
  while (request.more) {
    const at = request.position;
    const tag = request.tag();
    if (tag !== RESOURCES) {
      request.skip(tag);
      continue;
    }
    const resource = resourceIn(request.message());
    parts.push({
      resource: readResource(resource, 'protobuf').attributes,
      bytes: bytes.subarray(at, request.position),
    });
  }
  return { parts, join: (some) => joinBytes(some.map((part) => part.bytes)) };
}

function resourceIn(message: ProtobufReader): Uint8Array {
  let resource: Uint8Array = new Uint8Array(0);
  while (message.more) {
    const tag = message.tag();
    if (tag === RESOURCE) resource = message.bytes();
    else message.skip(tag);
  }
  return resource;
}

function splitJson(bytes: Uint8Array): SplitRequest {
  const parts: RequestPart[] = [];
  const scan = new JsonScanner(bytes);
  let name = '';
  const element = () => {
    const from = scan.position;
    let resource: Uint8Array = new Uint8Array(0);
    if (scan.startsObject())
      scan.object(() => {
        const at = scan.position;
        const isResource = scan.is('resource');
        scan.skip();
        if (isResource) resource = bytes.subarray(at, scan.position);
      });
    else scan.skip();
    parts.push({ resource: readResource(resource, 'json').attributes, bytes: bytes.subarray(from, scan.position) });
  };
  scan.object(() => {
    const key = scan.text();
    if (!key.startsWith('resource') || !scan.startsArray()) return scan.skip();
    name = key;
    scan.array(element);
  });
  scan.end();
  const join = (some: readonly RequestPart[]) => {
    const members = some.flatMap((part, i) => (i === 0 ? [part.bytes] : [utf8.encode(','), part.bytes]));
    return joinBytes([utf8.encode(`{${JSON.stringify(name)}:[`), ...members, utf8.encode(']}')]);
  };
  return { parts, join };
}
