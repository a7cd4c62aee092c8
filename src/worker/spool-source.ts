// One file of a spool, read from where it was left, in whole lines.

import { open } from 'node:fs/promises';

/** Of a file at once: others wait meanwhile. */
const MOST_BYTES = 4 << 20;
/** The hook writes none as long; a longer one is passed over. */
const MOST_LINE = 1 << 20;
const LINE_END = 10;
/** The hook, the process, its thread, and the number of the file: a thread that goes on in the next leaves this one. */
const NAME = /^(\w+-(\d+)-(\d+))-(\d+)\.ndjson$/;

export interface SpoolSource {
  readonly path: string;
  readonly pid: number;
  /** Node's number of it; 0 where threads share a file. */
  readonly thread: number;
  /** What the files of one thread have in common. */
  readonly stem: string;
  readonly number: number;
  /** Milliseconds since the Unix epoch when it was last written, as far as it was read. */
  readonly lastWritten: number;
  /** Answers whether there may be more; `take` gets each line that is whole by now. */
  read(take: (line: string) => void): Promise<boolean>;
}

/** Undefined for a file that is no spool's. */
export function toSpoolSource(path: string, name: string): SpoolSource | undefined {
  const parts = NAME.exec(name);
  if (parts === null) return undefined;
  const [, stem = '', pid, thread, number] = parts;
  let position = 0;
  /** The beginning of a line whose end is not written yet. */
  let rest: Buffer = Buffer.alloc(0);
  let isTooLong = false;
  let lastWritten = 0;

  const takeLines = (bytes: Buffer, take: (line: string) => void) => {
    let from = 0;
    for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, from)) {
      if (!isTooLong) take(bytes.toString('utf8', from, end));
      isTooLong = false;
      from = end + 1;
    }
    isTooLong ||= bytes.length - from > MOST_LINE;
    rest = isTooLong ? Buffer.alloc(0) : Buffer.from(bytes.subarray(from));
  };

  return {
    path,
    pid: Number(pid),
    thread: Number(thread),
    stem,
    number: Number(number),
    get lastWritten() {
      return lastWritten;
    },
    async read(take) {
      await using file = await open(path, 'r');
      const { size, mtimeMs } = await file.stat();
      lastWritten = mtimeMs;
      if (size <= position) return false;
      const bytes = Buffer.alloc(Math.min(size - position, MOST_BYTES));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, position);
      position += bytesRead;
      takeLines(Buffer.concat([rest, bytes.subarray(0, bytesRead)]), take);
      return bytesRead > 0 && position < size;
    },
  };
}
