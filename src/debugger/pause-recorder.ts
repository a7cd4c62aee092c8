// When a debug session held its program, out of what its adapter and the editor say to each other. The time is the caller's.

import type { AdapterMessage } from './adapter-message.ts';

export interface RecordedPause {
  /** Within the session, in order of the stops. */
  readonly number: number;
  readonly thread: number | undefined;
  /** In the caller's unit. */
  readonly start: number;
  readonly end: number | undefined;
}

interface OpenPause {
  readonly number: number;
  readonly thread: number | undefined;
  readonly start: number;
}

interface Resume {
  readonly time: number;
  readonly thread: number | undefined;
  /** Held then; the answer says which of them go on. */
  readonly held: readonly OpenPause[];
  /** Other threads stay held, whatever the answer says. */
  readonly isOneOnly: boolean;
}

/** Of the open pauses, that of all threads. */
const ALL = undefined;

export class PauseRecorder {
  readonly #changed: (pause: RecordedPause) => void;
  readonly #open = new Map<number | undefined, OpenPause>();
  readonly #resumes = new Map<number, Resume>();
  readonly #threads = new Set<number>();
  #count = 0;

  /** `changed` hears of each pause when it begins and when it ends. */
  constructor(changed: (pause: RecordedPause) => void) {
    this.#changed = changed;
  }

  /** Threads that are held now; `'all'` where the adapter holds all of them. */
  get held(): 'all' | readonly number[] {
    if (this.#open.has(ALL)) return 'all';
    return [...this.#open.keys()].filter((thread) => thread !== ALL);
  }

  take(message: AdapterMessage, time: number): void {
    switch (message.kind) {
      case 'stopped':
        this.#stop(message.all ? ALL : message.thread, time);
        break;
      case 'continued':
        // What ran between a request and its event did run.
        for (const pause of this.#concerned(message.thread, message.all))
          this.#end(pause, this.#resumeOf(pause)?.time ?? time);
        break;
      case 'resume': {
        // The program runs from the request on; whether the adapter heeds it is known with its answer.
        const isOneOnly = message.isStep || message.isSingle;
        this.#resumes.set(message.seq, { time, thread: message.thread, held: [...this.#open.values()], isOneOnly });
        break;
      }
      case 'answer':
        this.#answer(message.seq, message.isDone, message.all);
        break;
      case 'thread':
        if (message.isStarted) this.#know([message.thread]);
        else this.#threads.delete(message.thread);
        break;
      case 'threads':
        this.#know(message.threads);
        break;
      case 'ended':
        this.end(time);
        break;
      case 'process':
        break;
    }
  }

  /** The session is over. */
  end(time: number): void {
    for (const pause of [...this.#open.values()]) this.#end(pause, time);
    this.#resumes.clear();
  }

  #stop(thread: number | undefined, time: number): void {
    const before = this.#open.get(thread);
    if (before !== undefined) {
      // A step may be over before its request is answered: held again, so it did run.
      const resume = this.#resumeOf(before);
      if (resume === undefined) return;
      this.#end(before, resume.time);
    }
    if (thread !== ALL) this.#know([thread]);
    const pause = { number: this.#count++, thread, start: time };
    this.#open.set(thread, pause);
    this.#tell(pause, undefined);
  }

  #answer(seq: number, isDone: boolean, all: boolean): void {
    const resume = this.#resumes.get(seq);
    this.#resumes.delete(seq);
    if (resume === undefined || !isDone) return;
    for (const pause of this.#concerned(resume.thread, all && !resume.isOneOnly))
      if (resume.held.includes(pause)) this.#end(pause, resume.time);
  }

  /** The request that may have let it go on and is not answered yet. */
  #resumeOf(pause: OpenPause): Resume | undefined {
    return [...this.#resumes.values()].find(({ held }) => held.includes(pause));
  }

  /** Where all threads were held, one that goes on is taken to let the others go on as well. */
  #concerned(thread: number | undefined, all: boolean): readonly OpenPause[] {
    return [...this.#open.values()].filter((pause) => all || pause.thread === ALL || pause.thread === thread);
  }

  #end(pause: OpenPause, time: number): void {
    this.#open.delete(pause.thread);
    this.#tell(pause, Math.max(pause.start, time));
  }

  #know(threads: readonly number[]): void {
    const isFirstOthers = this.#threads.size <= 1;
    for (const thread of threads) this.#threads.add(thread);
    // What was told of the only thread as of the whole process is told again.
    if (isFirstOthers && this.#threads.size > 1) for (const pause of this.#open.values()) this.#tell(pause, undefined);
  }

  /** The only thread of a process is the process: adapters with a session a thread say of each that not all were stopped. */
  #tell({ number, thread, start }: OpenPause, end: number | undefined): void {
    this.#changed({ number, thread: this.#threads.size > 1 ? thread : undefined, start, end });
  }
}
