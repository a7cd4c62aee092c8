/** Names of scripts by the numbers that V8's inspector has for them. */
import type { Session } from 'node:inspector';
import { isDictionary } from './foreign.ts';

export interface Inspector {
  readonly session: Session;
  /** The answer comes at once. */
  post<T>(method: string, params: object, read: (answer: unknown) => T | undefined): T | undefined;
}

/** A program that loads its modules again and again has endless scripts. */
const MOST_SCRIPTS = 50_000;

/** V8 has no question for one alone. */
const scripts = new Map<string, string>();

/** Empty for code without a name. */
export function scriptName(number: string, asked: Inspector): string {
  if (scripts.size > MOST_SCRIPTS) scripts.clear();
  if (!scripts.has(number)) readCovered(asked);
  if (!scripts.has(number)) readAll(asked);
  const script = scripts.get(number) ?? '';
  // One that is not told of is not asked for again.
  scripts.set(number, script);
  return script;
}

/** Of functions that ran and are alive, nearly always all that is wanted: tens of milliseconds for a thousand scripts. */
function readCovered({ post }: Inspector): void {
  post('Profiler.enable', {}, () => undefined);
  const covered: unknown = post('Profiler.getBestEffortCoverage', {}, (answer) => member(answer, 'result'));
  post('Profiler.disable', {}, () => undefined);
  if (Array.isArray(covered)) for (const script of covered) learn(script);
}

/** Enabled for a moment in which nothing of the program runs. V8 hashes each script, which takes several times as long. */
function readAll({ session, post }: Inspector): void {
  session.on('Debugger.scriptParsed', ({ params }) => learn(params));
  post('Debugger.enable', {}, () => undefined);
  post('Debugger.disable', {}, () => undefined);
}

function learn(script: unknown): void {
  scripts.set(String(member(script, 'scriptId')), String(member(script, 'url')));
}

export function member(value: unknown, name: string): unknown {
  return isDictionary(value) ? value[name] : undefined;
}
