// What one request and one connection may cost.

export interface ReceiverLimits {
  /** Bytes of a body as sent. */
  readonly body: number;
  /** Bytes of a body after decompression. */
  readonly inflated: number;
  /** Bytes of all bodies that are being read or decompressed, over HTTP and gRPC together. */
  readonly inFlight: number;
  /** Milliseconds in which headers, and then the whole request, must have come. */
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly idleTimeout: number;
}

export const DEFAULT_LIMITS: ReceiverLimits = {
  body: 64 << 20,
  inflated: 128 << 20,
  inFlight: 256 << 20,
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  idleTimeout: 75_000,
};
