// Between the editor's Disposable and the language's.

import { disposeAll } from '../../base/disposable.ts';

interface EditorDisposable {
  dispose(): unknown;
}

export function ours(theirs: EditorDisposable): Disposable {
  return { [Symbol.dispose]: () => void theirs.dispose() };
}

export function theirs(own: Disposable): EditorDisposable {
  return { dispose: () => own[Symbol.dispose]() };
}

/** One Disposable for what was registered with the editor and what is ours. */
export function together(...items: readonly (EditorDisposable | Disposable)[]): Disposable {
  return disposeAll(items.map((item) => ('dispose' in item ? ours(item) : item)));
}
