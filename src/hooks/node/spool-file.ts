/** The files that one thread of the program spools into: a line a synchronous write, so that SIGKILL finds it written. */
import fs from 'node:fs';
import { join } from 'node:path';
import { reportFault } from './fault.ts';
import { lineBytes, lineLength } from './line-bytes.ts';

/** As they are now: what the program, or an instrumentation of the file system, puts in their place later would see us. */
const { closeSync, existsSync, openSync, writeSync } = fs;

/** A file is left for the next at this many bytes; who reads removes it then. */
const MOST_BYTES = 16 << 20;
/** Files on disk at a time: where none is removed nobody reads, and no more are written. */
const MOST_FILES = 4;

export interface SpoolFile {
  /** Makes sure that there is a file with room; answers whether it is a new one, which knows no origins yet. */
  turn(): boolean;
  /** The one that was put. After the first failure nothing is written any more. */
  writeLine(): void;
}

/** Nothing is opened before the first line. */
export function createSpoolFile(folder: string, pid: number, thread: number): SpoolFile {
  const pathOf = (number: number) => join(folder, `node-${pid}-${thread}-${number}.ndjson`);
  let descriptor = -1;
  let number = -1;
  let bytes = 0;
  let isStopped = false;

  const close = () => {
    if (descriptor >= 0) closeSync(descriptor);
    descriptor = -1;
  };
  const stop = (fault: unknown) => {
    isStopped = true;
    reportFault(fault);
    try {
      close();
    } catch (second) {
      reportFault(second);
    }
  };
  return {
    turn() {
      if (isStopped || (descriptor >= 0 && bytes < MOST_BYTES)) return false;
      try {
        close();
        number++;
        bytes = 0;
        if (existsSync(pathOf(number - MOST_FILES))) throw new Error('nobody reads the spool');
        descriptor = openSync(pathOf(number), 'a', 0o600);
      } catch (fault) {
        stop(fault);
      }
      return true;
    },
    writeLine() {
      if (isStopped) return;
      try {
        const length = lineLength();
        const written = writeSync(descriptor, lineBytes(), 0, length);
        bytes += written;
        // A disk that fills up takes a part: what would come behind could not be told from it.
        if (written < length) stop(new Error('the disk took a part of a line'));
      } catch (fault) {
        stop(fault);
      }
    },
  };
}
