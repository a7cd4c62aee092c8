// Waiting for what comes about by itself, with what was seen last in the error.

import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';

/** The first value that is not undefined, looked for until `deadline` milliseconds have passed. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  deadline = 20_000,
): Promise<T> {
  const end = performance.now() + deadline;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`${what}: not within ${deadline} ms`);
    await pause(20);
  }
}

/** A value that satisfies `is`; the last other one is in the error. */
export async function eventuallyIs<T>(
  look: () => T | Promise<T>,
  is: (value: T) => boolean,
  deadline = 20_000,
): Promise<T> {
  let last: T | undefined;
  try {
    return await eventually(
      'a value that fits',
      async () => {
        last = await look();
        return is(last) ? last : undefined;
      },
      deadline,
    );
  } catch (error) {
    throw new Error(`last seen: ${inspect(last, { depth: 4 })}`, { cause: error });
  }
}
