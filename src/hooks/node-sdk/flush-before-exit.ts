/** Sends what is left when a program ends by itself. One that is killed, or exits, has the call-site hook's spool. */

/** Answers with what ends it. */
export function flushBeforeExit(flush: () => Promise<void>): () => void {
  const onBeforeExit = () => {
    // To send something makes Node emit the event once more: listeners of the program's own would run twice.
    if (process.listenerCount('beforeExit') > 1) return;
    flush().catch(() => {
      // Nobody listens there any more; the program's end is not held up for that.
    });
  };
  process.on('beforeExit', onBeforeExit);
  return () => process.off('beforeExit', onBeforeExit);
}
