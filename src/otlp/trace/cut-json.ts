// Takes attributes out of a request in JSON: the lists that held them are written anew, all else is copied.

import type { ForwardedSignal } from '../../model/otlp-destination.ts';
import { type ListNames, listNames } from '../common/walk-json.ts';
import { JsonScanner } from '../wire/json-scanner.ts';
import type { Cut } from './cut.ts';
import { SPAN_LISTS } from './span-lists.ts';

const LISTS: Readonly<Record<ForwardedSignal, ListNames>> = {
  traces: SPAN_LISTS,
  logs: listNames('Logs', ['logRecords', 'log_records', 'logs']),
  metrics: listNames('Metrics', ['metrics']),
};

const utf8 = new TextEncoder();
const OPEN = utf8.encode('[');
const COMMA = utf8.encode(',');
const CLOSE = utf8.encode(']');

/** Without the attributes whose names begin with `prefix`. Throws RangeError on malformed text. */
export function cutJson(bytes: Uint8Array, prefix: string, signal: ForwardedSignal): Cut {
  const names = LISTS[signal];
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
    // Of records and metrics none of ours is in them, but in their resource.
    if (signal === 'traces') withAttributes();
    else scan.skip();
  };
  const is = (names: readonly string[]) => names.some((name) => scan.is(name));
  const scopeSpans = () => record(() => (is(names.records) ? list(span) : scan.skip()));
  const resourceSpans = () =>
    record(() => {
      if (scan.is('resource')) withAttributes();
      else if (is(names.scopes)) list(scopeSpans);
      else scan.skip();
    });

  scan.skipByteOrderMark();
  record(() => (is(names.resources) ? list(resourceSpans) : scan.skip()));
  scan.end();
  pieces.push(bytes.subarray(copied));
  return { pieces, spans };
}
