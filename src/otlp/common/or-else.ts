// The door of readers that throw: what cannot be read is something else instead.

export function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
