// A debug configuration as launch reads it: what VS Code hands over, of which little is known.

export interface LaunchConfiguration {
  readonly type: string;
  readonly request: string;
  readonly [property: string]: unknown;
}

/** Set in a configuration that capture has prepared: the key of the session, found again in the running session. */
export const SESSION_PROPERTY = '__spanline';

/** Set in a configuration that capture has left alone: the key of that session, by which it is started again with capture. */
export const LEFT_PROPERTY = '__spanlineLeft';

/** Names of environment variables to values; undefined for one that the configuration unsets. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Text values only; `null` unsets, as js-debug has it. */
export function toEnvironment(value: unknown): Environment {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => [name, text === null ? undefined : String(text)]),
  );
}

export function isSet(environment: Environment, name: string): boolean {
  return environment[name] !== undefined && environment[name] !== '';
}
