// Covers what is secret in a text that stands in bytes, in place: as many stars as there were bytes, so that nothing moves.

import { isSecretParameter, type KeyClass } from './secret-keys.ts';

const STAR = 42;
/** The first letters of "Bearer" and "Basic". */
export const SMALL_B = 98;
export const LARGE_B = 66;
/** One character a byte: where something stands in the text, it stands in the bytes. */
const bytewise = new TextDecoder('latin1');

/** `from` to `to`: a text in UTF-8 under a key of that class. Answers with whether anything was covered. */
export function coverText(bytes: Uint8Array, from: number, to: number, keyClass: KeyClass): boolean {
  if (from >= to) return false;
  if (keyClass === 'secret') {
    // What was covered before is none any more.
    if (bytes.subarray(from, to).every((byte) => byte === STAR)) return false;
    bytes.fill(STAR, from, to);
    return true;
  }
  if (keyClass === 'url') return coverUrl(bytes, from, to);
  const first = bytes[from];
  return (first === SMALL_B || first === LARGE_B) && coverCredential(bytes, from, to);
}

/** RFC 6750 and RFC 7617: what a header of authorization says, wherever it has been written to. */
function coverCredential(bytes: Uint8Array, from: number, to: number): boolean {
  const [scheme] =
    /^(?:bearer|basic) +(?=\S{8})/i.exec(bytewise.decode(bytes.subarray(from, Math.min(to, from + 40)))) ?? [];
  if (scheme === undefined) return false;
  bytes.fill(STAR, from + scheme.length, to);
  return true;
}

/** The user information of an authority, and the values of parameters that are secret by their names. */
function coverUrl(bytes: Uint8Array, from: number, to: number): boolean {
  const text = bytewise.decode(bytes.subarray(from, to));
  let isCovered = false;
  const cover = (start: number, end: number) => {
    if (start >= end) return;
    bytes.fill(STAR, from + start, from + end);
    isCovered = true;
  };
  const user = /^[a-z][a-z0-9+.-]*:\/\/([^/?#@]*)@/i.exec(text);
  if (user?.[1] !== undefined) cover(user[0].length - 1 - user[1].length, user[0].length - 1);
  for (const { 1: name = '', 2: value = '', index, 0: whole } of text.matchAll(/([^?&#=;/]+)=([^&#;]*)/g))
    if (isSecretParameter(name)) cover(index + whole.length - value.length, index + whole.length);
  return isCovered;
}
