/** Where the hook's own errors go: nowhere, as the program's output is the program's, unless a developer of the hook asks. */

const debugging = process.env.SPANLINE_HOOK_DEBUG === '1';

export function reportFault(fault: unknown): void {
  if (!debugging) return;
  try {
    const text = fault instanceof Error ? fault.stack : String(fault);
    process.stderr.write(`[spanline hook] ${text}\n`);
  } catch {
    // A closed stderr is no reason to disturb the program.
  }
}
