// A run: what was received from the start of a launch until nothing of it ran any more and another one started.

export const RUN_SUFFIX = '.spanrun';

export interface RunLaunch {
  /** Of the session; the same while it runs. */
  readonly key: string;
  readonly name: string;
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
}

export interface RunSummary {
  readonly launches: readonly RunLaunch[];
  readonly spans: number;
  readonly errors: number;
  /** Values that were covered before they were written. */
  readonly redacted: number;
  /** Places where something stood that cannot be read; a cut end is none. */
  readonly damaged: number;
}

/** A file of the folder in which runs are kept. */
export interface KeptRun extends RunSummary {
  readonly name: string;
  readonly bytes: number;
  /** When it was written last, in milliseconds since the Unix epoch. */
  readonly written: number;
  /** Why it cannot be read: a sentence. */
  readonly trouble: string | undefined;
}
