// What was thrown, as text: a throw can be of anything.

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
