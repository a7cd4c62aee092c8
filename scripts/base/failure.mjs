// A failure that a person can act on: what happened, why, and what to do; printed without a stack.

export class Failure extends Error {
  /**
   * @param {string} what happened
   * @param {string} why it happened, or what the tool said
   * @param {string} remedy what the reader can do now
   */
  constructor(what, why, remedy) {
    super(`${what}\n  why: ${why.trim().split('\n').join('\n       ')}\n  what to do: ${remedy}`);
    this.name = 'Failure';
  }
}

/** Runs a command to its end; its failure becomes one message and exit code 1.
 * @param {() => Promise<void>} body */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    if (error instanceof Failure) process.stderr.write(`\n${error.message}\n`);
    else process.stderr.write(`\n${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
}
