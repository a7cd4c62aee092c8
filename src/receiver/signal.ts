// The seam to what bytes mean: a signal is a path and a method, and what becomes of a body that came in there.

import type { Refusal } from './refusal.ts';

export type BodyEncoding = 'protobuf' | 'json';

export type Answer =
  /** An Export*ServiceResponse in the request's encoding. */
  | { readonly ok: true; readonly body: Uint8Array }
  /** `code` is a google.rpc.Code; `message` a sentence without its full stop. */
  | { readonly ok: false; readonly code: number; readonly message: string };

/** The ports of the two ends of the connection, on this machine; undefined where one is gone. */
export interface Peer {
  readonly remotePort?: number | undefined;
  readonly localPort?: number | undefined;
}

/** One row a signal; the receiver knows nothing else of it. */
export interface Signal {
  /** OTLP 1.9, "OTLP/HTTP Request": e.g. /v1/traces. */
  readonly path: string;
  /** OTLP 1.9, "OTLP/gRPC": the path of the call, e.g. /opentelemetry.proto.collector.trace.v1.TraceService/Export. */
  readonly method: string;
  /** Takes what it needs out of `body` before it returns: the buffer is used again. Total. */
  accept(body: Uint8Array, encoding: BodyEncoding, peer: Peer): Answer | Promise<Answer>;
}

/** A google.rpc.Status in the encoding of the request that it answers; with RetryInfo where it is to be sent again, in seconds. */
export type EncodeStatus = (encoding: BodyEncoding, code: number, message: string, retryAfter?: number) => Uint8Array;

/** What both protocols of a receiver are given. */
export interface ReceiverParts {
  readonly signals: readonly Signal[];
  /** For the paths of HTTP that are none of theirs. */
  readonly signalAt?: (path: string) => Signal | undefined;
  readonly encodeStatus: EncodeStatus;
  /** Each request must bring it, wherever it comes from; without, only this machine is heard. */
  readonly token?: string;
  /** What was refused and why, for the user. */
  readonly onRefusal: (refusal: Refusal) => void;
}
