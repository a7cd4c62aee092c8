/** Locations of frames, cached by script and position: a program has few places that start spans, and each starts many. */
import type { SourceMap } from 'node:module';
import { classNameOf, functionName } from './function-name.ts';
import { isDependency, type SourceFile, toSourceFile } from './source-file.ts';
import { supportedPosition } from './source-map-support.ts';
import { sourceMapOf, toSourcePosition } from './source-position.ts';

export interface Location {
  readonly path: string;
  /** 1-based, as is the column. */
  readonly line: number;
  readonly column: number;
  /** That of the first receiver seen here: a method may run on objects of several classes. */
  readonly name: string | undefined;
  /** Whether a source map was applied: the position is then in the file that was written. */
  readonly isMapped: boolean;
  readonly isUser: boolean;
  /** Whether it is a tracer's own method in a bundle, where its file does not tell. */
  readonly isTracer: boolean;
  /** Whether it starts spans under names that it is given; undefined before the first. */
  isWrapper: boolean | undefined;
}

interface Script {
  readonly file: SourceFile;
  map: SourceMap | undefined;
  /** By line and then column: small integers are what a Map finds fastest. */
  readonly lines: Map<number, Map<number, Location>>;
}

/** Scripts made at run time have endless names; a reset costs some microseconds a place. */
const MOST_SCRIPTS = 5_000;
const MOST_LOCATIONS = 50_000;

const scripts = new Map<string, Script>();
let locations = 0;

/** The location of a frame in user code, undefined for all others. */
export function locationOf(site: NodeJS.CallSite): Location | undefined {
  const script = scriptOf(site.getFileName());
  if (script === undefined) return undefined;
  const line = site.getLineNumber();
  const column = site.getColumnNumber();
  if (line === null || column === null) return undefined;
  let columns = script.lines.get(line);
  if (columns === undefined) {
    columns = new Map();
    script.lines.set(line, columns);
  }
  let location = columns.get(column);
  if (location === undefined) {
    location = toLocation(script, line, column, functionName(site), isTracerMethod(site));
    columns.set(column, location);
    if (++locations >= MOST_LOCATIONS) forget();
  }
  return location.isUser ? location : undefined;
}

/** The location of a position in a script, by the script's name as stacks have it; undefined outside of user code. */
export function locationAt(file: string, line: number, column: number, name: string | undefined): Location | undefined {
  const script = scriptOf(file);
  const location = script && toLocation(script, line, column, name, false);
  return location?.isUser === true ? location : undefined;
}

/** Whether a frame has a script at all: builtins such as `Array.map` lie between frames of user code. */
export function hasScript(site: NodeJS.CallSite): boolean {
  return site.getFileName() !== null;
}

/** Whether a frame is one of Node's own, or of the API's, through which functions run that the user's own code calls. */
export function isBetween(site: NodeJS.CallSite): boolean {
  const name = site.getFileName();
  return typeof name === 'string' && /^node:|[\\/]node_modules[\\/]@opentelemetry[\\/](?:api|context-)/.test(name);
}

function scriptOf(raw: unknown): Script | undefined {
  if (typeof raw !== 'string') return undefined;
  let script = scripts.get(raw);
  if (script === undefined) {
    const file = toSourceFile(raw);
    script = { file, map: file.isUser ? sourceMapOf(file) : undefined, lines: new Map() };
    if (scripts.size >= MOST_SCRIPTS) forget();
    scripts.set(raw, script);
  }
  if (!script.file.isUser) return undefined;
  if (script.map !== undefined) refreshMap(script);
  return script;
}

function forget(): void {
  scripts.clear();
  locations = 0;
}

/** A module that is loaded again after an edit has a new map, and old positions mean other lines. */
function refreshMap(script: Script): void {
  const map = sourceMapOf(script.file);
  if (map === script.map) return;
  script.map = map;
  script.lines.clear();
}

function toLocation(
  script: Script,
  line: number,
  column: number,
  name: string | undefined,
  isTracer: boolean,
): Location {
  const source =
    script.map === undefined
      ? supportedPosition(script.file.path, line, column)
      : toSourcePosition(script.map, line, column);
  return {
    path: source?.path ?? script.file.path,
    line: source?.line ?? line,
    column: source?.column ?? column,
    name,
    isMapped: source !== undefined,
    // Only the map of a bundle tells whose code it is.
    isUser: source === undefined || !isDependency(source.path),
    isTracer,
    isWrapper: undefined,
  };
}

/** By the names that a bundler keeps, methods, or gives: `Tracer2`, or a letter or two when it minifies. */
function isTracerMethod(site: NodeJS.CallSite): boolean {
  const name = site.getFunctionName();
  if (name === null || !/(?:^|\.)start(?:Active)?Span$/.test(name)) return false;
  const type = classNameOf(site, name);
  return type !== undefined && /Tracer\d*$|^.{1,3}$/.test(type);
}
