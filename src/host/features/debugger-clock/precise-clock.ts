// The time of day in fractions of a millisecond.

/** Milliseconds. What the system's clock says beyond it, it was set to, or the machine has slept. */
const TOLERANCE = 2;

/** Milliseconds since the Unix epoch. */
export function createPreciseClock(): () => number {
  let origin = performance.timeOrigin;
  return () => {
    const coarse = Date.now();
    const precise = origin + performance.now();
    if (Math.abs(precise - coarse) <= TOLERANCE) return precise;
    origin += coarse - precise;
    return coarse;
  };
}
