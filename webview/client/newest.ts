// Of requests for the same thing only the newest one counts: a new one aborts the one before.

/** The returned function never rejects for having been overtaken; other failures pass through. */
export function newestOf<A extends readonly unknown[]>(
  run: (signal: AbortSignal, ...args: A) => Promise<void>,
): (...args: A) => Promise<void> {
  let current: AbortController | undefined;
  return async (...args) => {
    current?.abort(new Error('overtaken'));
    const mine = new AbortController();
    current = mine;
    try {
      await run(mine.signal, ...args);
    } catch (error) {
      if (!mine.signal.aborted) throw error;
    } finally {
      if (current === mine) current = undefined;
    }
  };
}
