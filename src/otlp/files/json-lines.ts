// A file of telemetry read piece by piece: a request in JSON a line, as the Collector's file exporter writes them.

import { orElse } from '../common/or-else.ts';
import { joinBytes } from '../wire/join-bytes.ts';
import { JsonScanner } from '../wire/json-scanner.ts';
import type { FileSignal } from './request-to-json.ts';

const LINE_FEED = 10;
/** Longer ones are none that anybody wrote. */
const MOST_LINE = 256 << 20;

export class JsonLines {
  #rest: Uint8Array[] = [];
  #length = 0;
  /** Of the line that was given last, from 1 on. */
  number = 0;

  /** Copies what is needed later. Gives the lines that end in the piece; empty ones are counted and left out. */
  push(piece: Uint8Array, take: (line: Uint8Array) => void): void {
    let from = 0;
    for (let end = piece.indexOf(LINE_FEED); end >= 0; end = piece.indexOf(LINE_FEED, from)) {
      this.#give(piece.subarray(from, end), take);
      from = end + 1;
    }
    if (this.#length + piece.length - from > MOST_LINE) throw new RangeError('a line is longer than 256 MiB');
    this.#rest.push(piece.slice(from));
    this.#length += piece.length - from;
  }

  end(take: (line: Uint8Array) => void): void {
    this.#give(new Uint8Array(0), take);
  }

  #give(last: Uint8Array, take: (line: Uint8Array) => void): void {
    const line = this.#rest.length === 0 ? last : joinBytes([...this.#rest, last]);
    this.#rest = [];
    this.#length = 0;
    this.number++;
    if (line.some((byte) => byte > 32)) take(line);
  }
}

const SIGNALS: Readonly<Record<string, FileSignal>> = {
  resourceSpans: 'traces',
  resource_spans: 'traces',
  resourceLogs: 'logs',
  resource_logs: 'logs',
  resourceMetrics: 'metrics',
  resource_metrics: 'metrics',
};

/** What the request of a line is of; undefined for one that says nothing of it, or is no JSON. */
export function signalOfLine(line: Uint8Array): FileSignal | undefined {
  const scan = new JsonScanner(line);
  return orElse(() => {
    let found: FileSignal | undefined;
    scan.skipByteOrderMark();
    scan.object(() => {
      found ??= SIGNALS[scan.text()];
      scan.skip();
    });
    return found;
  }, undefined);
}
