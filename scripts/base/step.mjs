// Progress of long work: silent when it is quick, one line when it takes longer than a second, its time at the end.

const PATIENCE_MS = 1000;

/**
 * @template T
 * @param {string} what is being done, as a phrase: "installing npm packages"
 * @param {() => Promise<T>} body
 * @returns {Promise<T>}
 */
export async function step(what, body) {
  const start = performance.now();
  let shown = false;
  const timer = setTimeout(() => {
    shown = true;
    process.stderr.write(`${what} ...\n`);
  }, PATIENCE_MS);
  const elapsed = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  try {
    const value = await body();
    if (shown) process.stderr.write(`${what}: done in ${elapsed()}\n`);
    return value;
  } catch (error) {
    if (shown) process.stderr.write(`${what}: failed after ${elapsed()}\n`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
