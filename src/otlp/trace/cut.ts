// A request of which parts were taken out.

export interface Cut {
  /** What is left of the bytes, in order. */
  readonly pieces: readonly Uint8Array[];
  readonly spans: number;
}
