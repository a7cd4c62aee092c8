// Takes attributes out of an ExportTraceServiceRequest in JSON: the lists that held them are written anew, all else is copied.

import { JsonScanner } from '../wire/json-scanner.ts';
import type { Cut } from './cut.ts';
import { SPAN_LISTS } from './span-lists.ts';

const utf8 = new TextEncoder();
const OPEN = utf8.encode('[');
const COMMA = utf8.encode(',');
const CLOSE = utf8.encode(']');

/** Without the attributes whose names begin with `prefix`. Throws RangeError on malformed text. */
export function cutJson(bytes: Uint8Array, prefix: string): Cut {
  const scan = new JsonScanner(bytes);
  const pieces: Uint8Array[] = [];
  let copied = 0;
  let spans = 0;

  const list = (element: () => void) => (scan.startsArray() ? scan.array(element) : scan.skip());
  const record = (member: () => void) => (scan.startsObject() ? scan.object(member) : scan.skip());

  const isOurs = (): boolean => {
    let found = false;
    record(() => {
      if (!scan.is('key') || !scan.startsString()) return scan.skip();
      scan.string();
      found = scan.text().startsWith(prefix);
    });
    return found;
  };

  const attributes = () => {
    const from = scan.position;
    const kept: Uint8Array[] = [];
    let isCut = false;
    list(() => {
      const start = scan.position;
      if (isOurs()) isCut = true;
      else kept.push(bytes.subarray(start, scan.position));
    });
    if (!isCut) return;
    pieces.push(
      bytes.subarray(copied, from),
      OPEN,
      ...kept.flatMap((piece, i) => (i === 0 ? [piece] : [COMMA, piece])),
      CLOSE,
    );
    copied = scan.position;
  };

  const withAttributes = () => record(() => (scan.is('attributes') ? attributes() : scan.skip()));
  const span = () => {
    spans++;
    withAttributes();
  };
  const is = (names: readonly string[]) => names.some((name) => scan.is(name));
  const scopeSpans = () => record(() => (is(SPAN_LISTS.records) ? list(span) : scan.skip()));
  const resourceSpans = () =>
    record(() => {
      if (scan.is('resource')) withAttributes();
      else if (is(SPAN_LISTS.scopes)) list(scopeSpans);
      else scan.skip();
    });

  scan.skipByteOrderMark();
  record(() => (is(SPAN_LISTS.resources) ? list(resourceSpans) : scan.skip()));
  scan.end();
  pieces.push(bytes.subarray(copied));
  return { pieces, spans };
}
