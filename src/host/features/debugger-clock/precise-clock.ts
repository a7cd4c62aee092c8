// The time of day in fractions of a millisecond.

/** Milliseconds. By more than that the system's clock was set, or the machine has slept. */
const TOLERANCE = 2;

/** Milliseconds since the Unix epoch. */
export function createPreciseClock(): () => number {
  let origin = performance.timeOrigin;
  return () => {
    // The process may have to wait between two looks.
    const before = performance.now();
    const coarse = Date.now();
    const after = performance.now();
    const isOff = coarse < origin + before - TOLERANCE || coarse > origin + after + TOLERANCE;
    if (isOff) origin = coarse - after;
    return origin + after;
  };
}
