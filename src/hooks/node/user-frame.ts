/** Finds the user's own frame under a call with as few frames captured as will do: each costs most of a microsecond. */
import { captureFrames } from './capture-frames.ts';
import { hasScript, isBetween, type Location, locationOf } from './frame-location.ts';
import type { CallStack } from './patch-tracer.ts';
import { isInside, isWrapper, type PassedName, passedName } from './wrapper-call.ts';
import type { Caller } from './write-location.ts';

/** Frames to look at first, and last: a client span of an instrumentation lies ten to thirty frames deep. */
const SHALLOW = 8;
const DEEP = 48;
/** How slowly a tracer forgets that it needed more frames. */
const DECAY = 16;
/** Of functions that call each other to start a span. */
const MOST_WRAPPERS = 8;

/** How many frames the spans of a tracer needed of late. */
export interface FrameDepth {
  frames: number;
}

export interface UserFrames {
  readonly caller: Caller;
  /**
   * The outermost frame of the user group that the caller is in: the function which a framework called. Middlewares
   * that merely called on lie beyond frames of the framework.
   */
  readonly entry: Location;
}

export function createFrameDepth(): FrameDepth {
  return { frames: SHALLOW };
}

export function framesToAsk(depth: FrameDepth): number {
  return Math.round(depth.frames);
}

/** The user's frame nearest to the call, but for functions which start spans under names that they are given. */
export function findCaller({ frames, asked, below }: CallStack, depth: FrameDepth): Caller | undefined {
  let sites = frames;
  let limit = asked;
  for (;;) {
    // A shorter stack than asked for has no more to give.
    const isWhole = sites.length < limit || limit >= DEEP;
    const found = indexOfCaller(sites);
    const nearest = found < 0 ? undefined : locationAt(sites, found);
    if (nearest !== undefined && !isWrapper(nearest)) {
      learn(depth, found + 1);
      return { location: nearest, origin: undefined };
    }
    const naming = nearest && indexOfNaming(sites, found);
    if (naming !== undefined || isWhole) {
      learn(depth, naming === undefined ? (limit >= DEEP ? DEEP : sites.length) : naming + 1);
      return callerAt(sites, found, naming);
    }
    limit = limit < SHALLOW ? SHALLOW : DEEP;
    sites = captureFrames(below, limit);
  }
}

/** As `findCaller`, as far as the group of frames that the caller is in goes. */
export function findUserFrames({ frames, asked, below }: CallStack, depth: FrameDepth): UserFrames | undefined {
  let sites = frames;
  let limit = asked;
  for (;;) {
    const isWhole = sites.length < limit || limit >= DEEP;
    const found = indexOfCaller(sites);
    const nearest = found < 0 ? undefined : locationAt(sites, found);
    const naming = nearest === undefined || !isWrapper(nearest) ? found : indexOfNaming(sites, found);
    const entry = found < 0 ? undefined : entryOf(sites, found);
    if (isWhole || (naming !== undefined && entry?.isOutermost === true)) {
      learn(depth, entry?.isOutermost === true ? Math.max(entry.seen, (naming ?? 0) + 1) : sites.length);
      const caller = callerAt(sites, found, naming);
      return caller && { caller, entry: entry?.location ?? caller.location };
    }
    limit = limit < SHALLOW ? SHALLOW : DEEP;
    sites = captureFrames(below, limit);
  }
}

interface Entry {
  readonly location: Location | undefined;
  /** Whether a frame of other code, beyond it, was seen. */
  readonly isOutermost: boolean;
  /** Frames that were looked at. */
  readonly seen: number;
}

function entryOf(sites: readonly NodeJS.CallSite[], found: number): Entry {
  let location: Location | undefined;
  for (let index = found + 1; index < sites.length; index++) {
    const site = sites[index];
    if (site === undefined || !hasScript(site)) continue;
    const outer = locationOf(site);
    if (outer === undefined) return { location, isOutermost: true, seen: index + 1 };
    location = outer;
  }
  return { location, isOutermost: false, seen: sites.length };
}

function callerAt(sites: readonly NodeJS.CallSite[], found: number, naming = found): Caller | undefined {
  const location = found < 0 ? anyUserFrame(sites) : locationAt(sites, naming);
  return location && { location, origin: naming === found ? undefined : 'wrapper' };
}

function indexOfCaller(sites: readonly NodeJS.CallSite[]): number {
  for (let index = 0; index < sites.length; index++) {
    const location = locationAt(sites, index);
    if (location !== undefined && !location.isTracer) return index;
  }
  return -1;
}

/** The frame that gave a wrapper the span's name: its own, where nobody of the user's did. Undefined where the stack ends before. */
function indexOfNaming(sites: readonly NodeJS.CallSite[], found: number): number | undefined {
  let index = found;
  let argument: number | undefined = 0;
  for (let count = 0; count < MOST_WRAPPERS && argument !== undefined; count++) {
    const location = locationAt(sites, index);
    const passed: PassedName | undefined = location && passedName(location, argument);
    if (location === undefined || passed === undefined) break;
    // The parameter may be that of a function further out, which calls the one in it or has returned it.
    let isOwnerSeen: boolean = passed.isOwn;
    let next = nextOfGroup(sites, index);
    for (;;) {
      if (next === 'end') return undefined;
      if (next === 'foreign') return found;
      const outer = locationAt(sites, next);
      if (outer?.path !== location.path || !isInside(outer, passed.owner)) break;
      isOwnerSeen = true;
      next = nextOfGroup(sites, next);
    }
    index = next;
    argument = isOwnerSeen ? passed.parameter : undefined;
  }
  return index;
}

/** The next frame of the user's, unless a framework's lies between: it calls what it was given, under no name. */
function nextOfGroup(sites: readonly NodeJS.CallSite[], from: number): number | 'foreign' | 'end' {
  for (let index = from + 1; ; index++) {
    const site = sites[index];
    if (site === undefined) return 'end';
    if (locationOf(site) !== undefined) return index;
    if (hasScript(site) && !isBetween(site)) return 'foreign';
  }
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
