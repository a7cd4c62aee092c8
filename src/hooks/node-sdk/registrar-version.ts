/** The version of the copy of @opentelemetry/api that is registering something, by the file that its code is in. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { captureFrames } from '../node/capture-frames.ts';
import { toPath } from '../node/source-file.ts';

const VERSION = /["'`](1\.\d+\.\d+(?:-[\w.]+)?)["'`]/g;
/** What the API reads versions with: in a bundle its own version lies right before it, whatever a minifier did. */
const VERSION_READER = String.raw`/^(\d+)\.(\d+)\.(\d+)(-(.+))?$/`;
/** Characters between the two, at most: the rest of the module that reads them, as bundlers move its parts. */
const DISTANCE = 10_000;

/** `below` is the function that the API's code has called. */
export function registrarVersion(below: CallableFunction): string | undefined {
  const name = captureFrames(below, 1)[0]?.getFileName();
  if (typeof name !== 'string') return undefined;
  const file = toPath(name);
  return lastVersion(read(join(dirname(file), '..', 'version.js'))) ?? bundledVersion(read(file));
}

function bundledVersion(code: string): string | undefined {
  const reader = code.indexOf(VERSION_READER);
  return reader < 0 ? undefined : lastVersion(code.slice(Math.max(0, reader - DISTANCE), reader));
}

function lastVersion(code: string): string | undefined {
  return [...code.matchAll(VERSION)].at(-1)?.[1];
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
