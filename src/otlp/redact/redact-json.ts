// Covers secrets in a request in JSON, in place. An object with a key and a value is an attribute, wherever it stands.

import { orElse } from '../common/or-else.ts';
import { JsonScanner } from '../wire/json-scanner.ts';
import { coverText } from './cover-text.ts';
import { classOfKey, type KeyClass, type SecretKeys } from './secret-keys.ts';

const MAX_NESTING = 128;
const utf8 = new TextEncoder();

/** Answers with how many texts were covered; total: from malformed text on nothing is changed. */
export function redactJson(bytes: Uint8Array, keys: SecretKeys): number {
  const scan = new JsonScanner(bytes);
  let count = 0;
  let nesting = 0;

  const walk = (keyClass: KeyClass): void => {
    nesting++;
    if (nesting > MAX_NESTING) scan.skip();
    else if (scan.startsObject()) walkObject(keyClass);
    else if (scan.startsArray()) scan.array(() => walk(keyClass));
    else if (scan.startsString()) {
      scan.string();
      if (cover(keyClass)) count++;
    } else scan.skip();
    nesting--;
  };
  const walkObject = (outer: KeyClass) => {
    let keyClass: KeyClass = 'plain';
    /** Where the value stands, if it came before its key. */
    let early = -1;
    scan.object(() => {
      if (scan.is('key') && scan.startsString()) {
        // The names of things are none of their values.
        scan.string();
        keyClass = scan.escaped ? classOfKey(scan.text()) : keys.classOf(bytes, scan.textStart, scan.textEnd);
      } else if (scan.is('intValue')) scan.skip();
      else if (scan.is('value') && keyClass !== 'plain' && outer !== 'secret') walk(keyClass);
      else {
        if (scan.is('value') && keyClass === 'plain') early = scan.position;
        walk(outer);
      }
    });
    if (keyClass === 'plain' || outer === 'secret' || early < 0) return;
    const end = scan.position;
    scan.position = early;
    walk(keyClass);
    scan.position = end;
  };
  /** The string read last. */
  const cover = (keyClass: KeyClass): boolean => {
    const { textStart, textEnd } = scan;
    if (!scan.escaped || keyClass !== 'url') return coverText(bytes, textStart, textEnd, keyClass);
    // What separates parameters may be written as an escape: what is found where there are none is covered as a whole.
    const plain = utf8.encode(scan.text());
    return coverText(plain, 0, plain.length, keyClass) && coverText(bytes, textStart, textEnd, 'secret');
  };

  orElse(() => {
    scan.skipByteOrderMark();
    walk('plain');
  }, undefined);
  return count;
}
