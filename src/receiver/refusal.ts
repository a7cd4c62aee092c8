// What a request is refused with: once in the words of gRPC's codes, which the status of HTTP follows from.

/** google.rpc.Code: https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto */
export const CODE = {
  ok: 0,
  invalidArgument: 3,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** Told to the user, in a sentence without its full stop. */
export interface Refusal {
  /** Of HTTP; 0 where the program speaks something else. */
  readonly status: number;
  readonly path: string;
  readonly message: string;
}

/** Seconds after which a sender that was told to wait is to send again. */
export const RETRY_AFTER = 1;

export const BUSY = 'too much is being received at once; send again';

export function tooLarge(limit: number): string {
  return `the body is larger than ${limit >> 20} MiB`;
}

export const NO_TOKEN = 'what comes from another machine or a container must bring the token of this window';
