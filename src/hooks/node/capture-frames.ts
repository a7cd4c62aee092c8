/** Raw V8 call sites of the current stack, async frames included, without a trace left in the program's `Error`. */

const captureStackTrace = Error.captureStackTrace;
const asCallSites = (_error: unknown, sites: readonly NodeJS.CallSite[]): readonly NodeJS.CallSite[] => sites;

const NONE: readonly NodeJS.CallSite[] = [];

/**
 * At most `limit` frames below the function `below`, the innermost first. `util.getCallSites` is no alternative: it has
 * no async frames and costs more. Nothing is captured where the program has frozen what must be swapped for a moment.
 */
export function captureFrames(below: CallableFunction, limit: number): readonly NodeJS.CallSite[] {
  const limitBefore = Error.stackTraceLimit;
  const prepareBefore = Error.prepareStackTrace;
  try {
    Error.prepareStackTrace = asCallSites;
    // Reading a stack would otherwise call the program's own function.
    if (Error.prepareStackTrace !== asCallSites) return NONE;
    Error.stackTraceLimit = limit;
    const holder: { stack?: unknown } = {};
    captureStackTrace(holder, below);
    const { stack } = holder;
    return isCallSites(stack) ? stack : NONE;
  } catch {
    return NONE;
  } finally {
    restore(limitBefore, prepareBefore);
  }
}

function restore(limit: typeof Error.stackTraceLimit, prepare: typeof Error.prepareStackTrace): void {
  try {
    Error.stackTraceLimit = limit;
  } catch {
    // Frozen: it was not changed either.
  }
  try {
    Error.prepareStackTrace = prepare;
  } catch {
    // As above.
  }
}

/** V8 hands to `asCallSites` what it made itself; anything else is a string that someone else prepared. */
function isCallSites(stack: unknown): stack is readonly NodeJS.CallSite[] {
  return Array.isArray(stack);
}
