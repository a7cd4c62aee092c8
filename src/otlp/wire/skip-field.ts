// Past fields of protobuf that are not read, without a cursor of their own: for the loops that see all bytes of a request.
// Encoding: https://protobuf.dev/programming-guides/encoding/

const START_GROUP = 3;
const END_GROUP = 4;

/** Past a field of any kind. `tag` is the first byte of the tag, which may go on. Throws RangeError where it ends after `end`. */
export function skipField(bytes: Uint8Array, position: number, tag: number, end: number): number {
  let p = position;
  if (tag >= 128) while (p < end && bytes[p++]! >= 128);
  switch (tag & 7) {
    case 0:
      while (p < end && bytes[p]! >= 128) p++;
      p++;
      break;
    case 1:
      p += 8;
      break;
    case 2: {
      let length = 0;
      let scale = 1;
      let byte: number;
      do {
        byte = bytes[p++]!;
        length += (byte & 127) * scale;
        scale *= 128;
      } while (byte >= 128 && p < end);
      p += length;
      break;
    }
    case START_GROUP:
      p = skipGroup(bytes, p, end);
      break;
    case 5:
      p += 4;
      break;
    default:
      throw new RangeError(`wire type ${tag & 7} is not known`);
  }
  // Written so that a length read past the end of the bytes (NaN) fails as well.
  if (!(p <= end)) throw new RangeError('a field ends after its message');
  return p;
}

/** Nobody writes groups any more; who does is to be understood in all else. Without recursion, as they nest. */
function skipGroup(bytes: Uint8Array, position: number, end: number): number {
  let p = position;
  for (let depth = 1; depth > 0; ) {
    if (p >= end) throw new RangeError('a group has no end');
    const tag = bytes[p++]!;
    const kind = tag & 7;
    if (kind !== START_GROUP && kind !== END_GROUP) p = skipField(bytes, p, tag, end);
    else {
      if (tag >= 128) while (p < end && bytes[p++]! >= 128);
      depth += kind === START_GROUP ? 1 : -1;
    }
  }
  return p;
}
