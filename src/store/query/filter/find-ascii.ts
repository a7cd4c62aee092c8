// Whether bytes hold a text of ASCII letters, whatever their case: a look before anything is decoded.

/** The text as bytes in small letters; undefined where a look at bytes does not tell: it has stars, escapes or other letters. */
export function asciiNeedle(pattern: string): Uint8Array | undefined {
  if (!/^[\x20-\x7e]+$/.test(pattern) || /[*\\]/.test(pattern)) return undefined;
  return Uint8Array.from(pattern.toLowerCase(), (char) => char.charCodeAt(0));
}

export function holdsAscii(bytes: Uint8Array, from: number, to: number, needle: Uint8Array): boolean {
  const first = needle[0]!;
  const other = isLetter(first) ? first - 32 : first;
  const last = to - needle.length;
  for (let at = from; at <= last; at++) {
    const byte = bytes[at]!;
    if ((byte === first || byte === other) && isHere(bytes, at, needle)) return true;
  }
  return false;
}

function isHere(bytes: Uint8Array, at: number, needle: Uint8Array): boolean {
  for (let i = 1; i < needle.length; i++) {
    const wanted = needle[i]!;
    const byte = bytes[at + i]!;
    if (byte !== wanted && !(isLetter(wanted) && byte === wanted - 32)) return false;
  }
  return true;
}

function isLetter(byte: number): boolean {
  return byte >= 97 && byte <= 122;
}
