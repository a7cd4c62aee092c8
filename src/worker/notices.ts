// What the user should know of the receiver: a short list, the same sentence once.

import type { Notice } from '../protocol/store-api.ts';

const KEPT = 20;

export class Notices {
  #notices: readonly Notice[] = [];
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get all(): readonly Notice[] {
    return this.#notices;
  }

  /** In the place of `outdated`, where that is still there. */
  add(message: string, outdated?: string): void {
    const others = this.#notices.filter((notice) => notice.message !== message && notice.message !== outdated);
    this.#notices = [...others, { time: Date.now(), message }].slice(-KEPT);
    this.#onChange();
  }

  remove(message: string): void {
    this.#notices = this.#notices.filter((notice) => notice.message !== message);
    this.#onChange();
  }

  clear(): void {
    this.#notices = [];
    this.#onChange();
  }
}
