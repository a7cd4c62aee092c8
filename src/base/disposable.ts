// Ownership of things that must be let go: whoever creates disposes.

export function toDisposable(dispose: () => void): Disposable {
  let done = false;
  return {
    [Symbol.dispose]() {
      if (done) return;
      done = true;
      dispose();
    },
  };
}

/** One Disposable for many; disposes in reverse order of creation, goes on past a throw, and throws the first one at the end. */
export function disposeAll(items: readonly Disposable[]): Disposable {
  return toDisposable(() => {
    const errors: unknown[] = [];
    for (const item of items.toReversed()) {
      try {
        item[Symbol.dispose]();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  });
}
