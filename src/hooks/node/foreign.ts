/** The shapes of OpenTelemetry's objects that the hook relies on, and the guards that let them in: any SDK may have made them. */

export interface ForeignSpan {
  isRecording(): boolean;
  setAttribute(key: string, value: string | number | boolean): unknown;
  /** Every SDK of the 1.x API keeps them readable; the API itself does not promise it. */
  readonly attributes?: unknown;
}

export interface ForeignProvider {
  getTracer(...args: readonly unknown[]): unknown;
}

export type Dictionary = Record<PropertyKey, unknown>;

export function isDictionary(value: unknown): value is Dictionary {
  return typeof value === 'object' && value !== null;
}

export function isSpan(value: unknown): value is ForeignSpan {
  return isDictionary(value) && typeof value.isRecording === 'function' && typeof value.setAttribute === 'function';
}

export function isProvider(value: unknown): value is ForeignProvider {
  return isDictionary(value) && typeof value.getTracer === 'function';
}

/** The object on the prototype chain, or the object itself, that owns a member. */
export function ownerOf(start: Dictionary, member: string): Dictionary | undefined {
  let owner: unknown = start;
  while (isDictionary(owner) && !Object.hasOwn(owner, member)) {
    owner = Object.getPrototypeOf(owner);
  }
  return isDictionary(owner) ? owner : undefined;
}
