// The seam to what bytes mean: a signal is a path, and what becomes of a body that came in there.

export type BodyEncoding = 'protobuf' | 'json';

export interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
}

/** One row a signal; the receiver knows nothing else of it. */
export interface Signal {
  /** OTLP 1.9, "OTLP/HTTP Request": e.g. /v1/traces. */
  readonly path: string;
  /** Takes what it needs out of `body` before it returns: the buffer is used again. Total. */
  accept(body: Uint8Array, encoding: BodyEncoding): Answer;
  /** A google.rpc.Status in the request's encoding. */
  refuse(encoding: BodyEncoding, code: number, message: string): Uint8Array;
}
