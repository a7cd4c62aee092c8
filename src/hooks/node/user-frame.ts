/** Finds the user's own frame under a call with as few frames captured as will do: each costs most of a microsecond. */
import { captureFrames } from './capture-frames.ts';
import { hasScript, type Location, locationOf } from './frame-location.ts';

/** Frames to look at first, and last: a client span of an instrumentation lies ten to thirty frames deep. */
const SHALLOW = 8;
const DEEP = 48;
/** How slowly a tracer forgets that it needed more frames. */
const DECAY = 16;

/** How many frames the spans of a tracer needed of late. */
export interface FrameDepth {
  frames: number;
}

export interface UserFrames {
  /** The user's frame nearest to the call. */
  readonly caller: Location;
  /**
   * The outermost frame of the user group that the caller is in: the function which a framework called. Middlewares
   * that merely called on lie beyond frames of the framework.
   */
  readonly entry: Location;
}

export function createFrameDepth(): FrameDepth {
  return { frames: SHALLOW };
}

export function findCaller(below: CallableFunction, depth: FrameDepth): Location | undefined {
  let limit = Math.round(depth.frames);
  for (;;) {
    const sites = captureFrames(below, limit);
    const found = indexOfCaller(sites);
    if (found >= 0) {
      learn(depth, found + 1);
      return locationAt(sites, found);
    }
    // A shorter stack than asked for has no more to give.
    if (sites.length < limit || limit >= DEEP) {
      learn(depth, limit >= DEEP ? DEEP : sites.length);
      return anyUserFrame(sites);
    }
    limit = limit < SHALLOW ? SHALLOW : DEEP;
  }
}

export function findUserFrames(below: CallableFunction): UserFrames | undefined {
  const sites = captureFrames(below, DEEP);
  const found = indexOfCaller(sites);
  const caller = found < 0 ? anyUserFrame(sites) : locationAt(sites, found);
  if (caller === undefined) return undefined;
  let entry = caller;
  for (let index = found + 1; found >= 0 && index < sites.length; index++) {
    const site = sites[index];
    if (site === undefined || !hasScript(site)) continue;
    const location = locationOf(site);
    if (location === undefined) break;
    entry = location;
  }
  return { caller, entry };
}

function indexOfCaller(sites: readonly NodeJS.CallSite[]): number {
  for (let index = 0; index < sites.length; index++) {
    const location = locationAt(sites, index);
    if (location !== undefined && !location.isTracer) return index;
  }
  return -1;
}

function locationAt(sites: readonly NodeJS.CallSite[], index: number): Location | undefined {
  const site = sites[index];
  return site === undefined ? undefined : locationOf(site);
}

/** What looks like a tracer may after all be the user's own class: better than nothing. */
function anyUserFrame(sites: readonly NodeJS.CallSite[]): Location | undefined {
  for (const site of sites) {
    const location = locationOf(site);
    if (location !== undefined) return location;
  }
  return undefined;
}

function learn(depth: FrameDepth, needed: number): void {
  if (needed >= depth.frames) depth.frames = needed;
  else depth.frames -= (depth.frames - needed) / DECAY;
}
