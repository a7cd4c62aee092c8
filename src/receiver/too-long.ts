// More comes out of a compressed body than may: told as zlib tells it.

export class TooLong extends RangeError {
  readonly code = 'ERR_BUFFER_TOO_LARGE';
}
