// What is said of the text of a filter: where it is wrong, and what may stand at a place.

/** Offsets into the text; the message is a sentence. */
export interface FilterError {
  readonly message: string;
  readonly from: number;
  readonly to: number;
}

export interface FilterCompletion {
  /** The part of the text that an item takes the place of. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly FilterItem[];
}

export interface FilterItem {
  /** What is put in. */
  readonly text: string;
  /** What it is, as a phrase; empty where its text says all. */
  readonly about: string;
}
