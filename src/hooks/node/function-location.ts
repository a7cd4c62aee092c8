/** Where the function that a framework calls is written: the user's own, behind what frameworks and wrappers made of it. */
import { type Location, locationAt } from './frame-location.ts';
import { type InspectedFunction, inspectFunction } from './inspect-function.ts';

/** A handler of Nest lies four deep, five where it is instrumented. */
const MOST_DEEP = 6;
const MOST_LOOKS = 60;

const NOWHERE = 'nowhere';
const known = new WeakMap<CallableFunction, Location | typeof NOWHERE>();
const knownDirect = new WeakMap<CallableFunction, Location | typeof NOWHERE>();

/** Undefined where it is not the user's, nor holds one function of the user's. The first call a function costs most of a millisecond. */
export function handlerLocation(handler: CallableFunction): Location | undefined {
  return remember(known, handler, findHandler);
}

/** Of the function itself, or what it is bound to. */
export function functionLocation(given: CallableFunction): Location | undefined {
  return remember(knownDirect, given, (inspected) => ownLocation(targetOf(inspected)));
}

function remember(
  cache: WeakMap<CallableFunction, Location | typeof NOWHERE>,
  given: CallableFunction,
  find: (inspected: InspectedFunction) => Location | undefined,
): Location | undefined {
  const original = unwrapped(given);
  let location = cache.get(original);
  if (location === undefined) {
    // Also if the inspector is not there, and asking fails.
    cache.set(original, NOWHERE);
    location = inspectFunction(original, find) ?? NOWHERE;
    cache.set(original, location);
  }
  return location === NOWHERE ? undefined : location;
}

/** Instrumentations leave on their wrapper what it wraps. */
function unwrapped(given: CallableFunction): CallableFunction {
  let found = given;
  for (let count = 0; count < MOST_DEEP; count++) {
    const original: unknown = Reflect.get(found, '__original');
    if (typeof original !== 'function') break;
    found = original;
  }
  return found;
}

/** Breadth first, as what is nearest to the framework's call is what it was given; two at one depth say nothing. */
function findHandler(root: InspectedFunction): Location | undefined {
  let level: readonly InspectedFunction[] = [root];
  let looks = 0;
  for (let depth = 0; depth < MOST_DEEP && level.length > 0; depth++) {
    const found = new Map<string, Location>();
    const next: InspectedFunction[] = [];
    for (const inspected of level) {
      if (++looks > MOST_LOOKS) return undefined;
      const target = targetOf(inspected);
      const location = ownLocation(target);
      if (location === undefined) {
        // Of a script without a name nothing says that it is a framework's.
        if (target.writtenAt !== undefined) next.push(...target.captured().values());
        continue;
      }
      const behind = handedOnTo(target);
      const last = (behind && ownLocation(behind)) ?? location;
      found.set(`${last.path}:${last.line}:${last.column}`, last);
    }
    if (found.size > 1) return undefined;
    for (const location of found.values()) return location;
    level = next;
  }
  return undefined;
}

function targetOf(inspected: InspectedFunction): InspectedFunction {
  let found = inspected;
  for (let count = 0; count < MOST_DEEP; count++) {
    const target = found.target();
    if (target === undefined) break;
    found = target;
  }
  return found;
}

function ownLocation({ writtenAt, name }: InspectedFunction): Location | undefined {
  return writtenAt === undefined ? undefined : locationAt(writtenAt.script, writtenAt.line, writtenAt.column, name);
}

/** What a wrapper of the user's own calls with what it was called with: `(req, res, next) => run(req, res, next).catch(next)`. */
function handedOnTo(wrapper: InspectedFunction): InspectedFunction | undefined {
  const parameters = /^(?:async\b\s*)?(?:function\b\s*\*?\s*[\w$]*\s*)?(?:\(([^()]*)\)\s*(?:=>|\{)|([\w$]+)\s*=>)/.exec(
    wrapper.text,
  );
  const [first = '', second = ''] = (parameters?.[1] ?? parameters?.[2] ?? '').split(',').map((name) => name.trim());
  if (!/^(?:\.\.\.)?[\w$]+$/.test(first)) return undefined;
  const handed = second === '' ? quoted(first) : `${quoted(first)}\\s*,\\s*${quoted(second)}`;
  for (const [name, captured] of wrapper.captured()) {
    const call = `(?<![\\w$.])${quoted(name)}(?:\\.(?:call|apply)\\([^,()]+,|\\()\\s*${handed}(?![\\w$])`;
    if (new RegExp(call).test(wrapper.text)) return captured;
  }
  return undefined;
}

function quoted(name: string): string {
  return name.replace(/[$.]/g, '\\$&');
}
