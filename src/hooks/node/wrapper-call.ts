/**
 * Whether a place starts spans for others: one whose name is a parameter of the function around it. The name is given where
 * that function is called; there the span belongs. Read from the source, once a place.
 */
import { readFileSync, statSync } from 'node:fs';
import { type Call, callAt, type EnclosingFunction } from './enclosing-functions.ts';
import type { Location } from './frame-location.ts';

/** Taken before an instrumentation of `fs` makes spans of the hook's own reading. */
const read = readFileSync;
const stat = statSync;
/** Bundles of whole programs are longer, and would hold the program up. */
const MOST_BYTES = 1_000_000;
const STARTS_SPAN = /(?:^|\.)start(?:Active)?Span\b/;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** A name that is passed on. */
export interface PassedName {
  readonly owner: EnclosingFunction;
  /** Index of the owner's parameter. */
  readonly parameter: number;
  /** Whether the owner is the very function that the place is in. */
  readonly isOwn: boolean;
}

const calls = new WeakMap<Location, Call | 'none'>();
const passed = new WeakMap<Location, Map<number, PassedName | 'none'>>();
const enclosing = new WeakMap<Location, readonly EnclosingFunction[]>();

/** Whether a span that starts here is named by somebody else. Each span asks. */
export function isWrapper(location: Location): boolean {
  location.isWrapper ??= STARTS_SPAN.test(callOf(location)?.callee ?? '') && passedName(location, 0) !== undefined;
  return location.isWrapper;
}

/** Of the call at a place, the argument which is nothing but a parameter of a function around it. */
export function passedName(location: Location, argument: number): PassedName | undefined {
  let known = passed.get(location);
  if (known === undefined) {
    known = new Map();
    passed.set(location, known);
  }
  let found = known.get(argument);
  if (found === undefined) {
    found = findPassed(location, argument) ?? 'none';
    known.set(argument, found);
  }
  return found === 'none' ? undefined : found;
}

/** Whether a place in the same file is in a function. */
export function isInside(location: Location, { start }: EnclosingFunction): boolean {
  return enclosingOf(location).some((around) => around.start === start);
}

function findPassed(location: Location, argument: number): PassedName | undefined {
  // As TypeScript has it: `name!`, `name as string`.
  const name = callOf(location)?.args[argument]?.replace(/(?:!|\s+as\s.*)$/, '') ?? '';
  if (!IDENTIFIER.test(name)) return undefined;
  for (const [depth, owner] of enclosingOf(location).entries()) {
    const parameter = owner.parameters.findIndex((text) => isNamed(text, name));
    if (parameter >= 0) return { owner, parameter, isOwn: depth === 0 };
  }
  return undefined;
}

/** With a default, a type and modifiers, or taken out of an object. */
function isNamed(parameter: string, name: string): boolean {
  const quoted = name.replaceAll('$', '\\$');
  if (parameter.startsWith('{')) return new RegExp(`[{,:]\\s*${quoted}\\s*[,}=]`).test(parameter);
  return new RegExp(`^(?:(?:public|private|protected|readonly)\\s+)*${quoted}(?![\\w$])`).test(parameter);
}

function enclosingOf(location: Location): readonly EnclosingFunction[] {
  let found = enclosing.get(location);
  if (found === undefined) {
    found = callOf(location)?.enclosing() ?? [];
    enclosing.set(location, found);
  }
  return found;
}

function callOf(location: Location): Call | undefined {
  let call = calls.get(location);
  if (call === undefined) {
    call = readCall(location) ?? 'none';
    calls.set(location, call);
  }
  return call === 'none' ? undefined : call;
}

/** Where the editor is to apply a source map, what lies at the path is what ran. */
function readCall({ path, line, column }: Location): Call | undefined {
  try {
    if (stat(path).size > MOST_BYTES) return undefined;
    const text = read(path, 'utf8');
    let offset = 0;
    for (let count = 1; count < line; count++) {
      offset = text.indexOf('\n', offset) + 1;
      if (offset === 0) return undefined;
    }
    return callAt(text, offset + column - 1);
  } catch {
    return undefined;
  }
}
