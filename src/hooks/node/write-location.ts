/** Writes a location into a span, in the stable names of the semantic conventions for code. */

import { type ForeignSpan, isDictionary } from './foreign.ts';
import type { Location } from './frame-location.ts';

const PROGRAM_PATH = 'code.file.path';
const PROGRAM_PATH_BEFORE_STABLE = 'code.filepath';
// Spans that are passed on to the program's own backend go there without what is ours: it must be told from the program's.
const OURS = process.env.SPANLINE_APART === 'on' ? 'spanline.' : '';
const PATH = `${OURS}${PROGRAM_PATH}`;
const LINE = `${OURS}code.line.number`;
const COLUMN = `${OURS}code.column.number`;
const NAME = `${OURS}code.function.name`;
const MAPPED = 'spanline.code.mapped';
const ORIGIN = 'spanline.code.origin';
const FIRST_USER_FRAME = 'first-user-frame';

/** How a location that is not the caller's own was found; absent for a caller's. */
export type Origin = 'handler' | 'callee' | 'wrapper' | 'first-user-frame';

export interface Caller {
  readonly location: Location;
  readonly origin: Origin | undefined;
}

/** Whether the program, or its SDK, said at start where the span belongs: it knows better. */
export function hasLocation(span: ForeignSpan, options: unknown): boolean {
  return names(span.attributes) || (isDictionary(options) && names(options.attributes));
}

/** Whether the program named the place later than at start. */
export function hasOwnLocation(span: ForeignSpan): boolean {
  return names(span.attributes) && !isDonated(span);
}

/** Whether a descendant gave the location, for want of a better one. */
export function isDonated({ attributes }: ForeignSpan): boolean {
  return isDictionary(attributes) && attributes[ORIGIN] === FIRST_USER_FRAME;
}

function names(attributes: unknown): boolean {
  return (
    isDictionary(attributes) &&
    (attributes[PATH] !== undefined ||
      attributes[PROGRAM_PATH] !== undefined ||
      attributes[PROGRAM_PATH_BEFORE_STABLE] !== undefined)
  );
}

export function writeLocation(span: ForeignSpan, location: Location, origin?: Origin): void {
  span.setAttribute(PATH, location.path);
  span.setAttribute(LINE, location.line);
  span.setAttribute(COLUMN, location.column);
  if (location.name !== undefined) span.setAttribute(NAME, location.name);
  if (location.isMapped) span.setAttribute(MAPPED, true);
  if (origin !== undefined) span.setAttribute(ORIGIN, origin);
}

/** In the place of a donated one. */
export function replaceLocation(span: ForeignSpan, location: Location, origin: Origin): void {
  const { attributes } = span;
  if (isDictionary(attributes)) {
    // The API has no way to take an attribute back.
    if (location.name === undefined) delete attributes[NAME];
    if (!location.isMapped) delete attributes[MAPPED];
  }
  writeLocation(span, location, origin);
}

/** What is known of the spans of one tracer; undefined before the first. */
export interface AttributeStore {
  isLive: boolean | undefined;
}

/**
 * Writes the caller's location, the common case. `setAttribute` validates, truncates and counts at a fifth of the hook's
 * cost, so where a first span has shown that `attributes` is the very object it stores into, the rest goes there.
 */
export function writeCaller(span: ForeignSpan, { location, origin }: Caller, store: AttributeStore): void {
  const { attributes } = span;
  if (store.isLive !== true || !isDictionary(attributes)) {
    writeLocation(span, location, origin);
    store.isLive ??= isDictionary(attributes) && span.attributes === attributes && attributes[PATH] === location.path;
    return;
  }
  attributes[PATH] = location.path;
  attributes[LINE] = location.line;
  attributes[COLUMN] = location.column;
  if (location.name !== undefined) attributes[NAME] = location.name;
  if (location.isMapped) attributes[MAPPED] = true;
  if (origin !== undefined) attributes[ORIGIN] = origin;
}
