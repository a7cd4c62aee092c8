// A request without what Spanline added to it, for others to receive: the attributes of resources and spans whose names begin
// with `spanline.`. All else is copied byte by byte, what is not known here included.

import { reasonOf } from '../../base/reason-of.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { ForwardedSignal } from '../../model/otlp-destination.ts';
import type { Encoding } from '../../model/span-batch.ts';
import { joinBytes } from '../wire/join-bytes.ts';
import { cutJson } from './cut-json.ts';
import { cutProtobuf } from './cut-protobuf.ts';

export interface CutRequest {
  /** A copy, which stays when the bytes that it was made of are used again. */
  readonly bytes: Uint8Array;
  /** Or records, or metrics. */
  readonly spans: number;
}

/** What the names of our attributes begin with. */
const OURS = 'spanline.';

/** An error is a phrase. */
export function withoutOurs(
  bytes: Uint8Array,
  encoding: Encoding,
  signal: ForwardedSignal = 'traces',
): Result<CutRequest> {
  try {
    const { pieces, spans } = (encoding === 'json' ? cutJson : cutProtobuf)(bytes, OURS, signal);
    return ok({ bytes: joinBytes(pieces), spans });
  } catch (error) {
    return fail(reasonOf(error));
  }
}
