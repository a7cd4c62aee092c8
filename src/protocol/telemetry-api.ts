// What only the host asks of the child that receives and stores.

import type { OtlpDestination } from '../model/otlp-destination.ts';
import type { Pause } from '../model/pause.ts';

export interface TelemetryApi {
  /** Listens on loopback, on `port` if it is free, else on another; answers with the port. Again: the same answer. */
  listen(port: number): Promise<number>;
  /**
   * Makes the folder into which hooks write spans as they end, and follows it from then on; answers with its path, or with
   * undefined where there can be none. Again: the same answer.
   */
  openSpool(): Promise<string | undefined>;
  /**
   * What is sent to the path of `key` is passed on to `destination` as well. The destination is kept in memory only, and what
   * was said of a key first holds.
   */
  forward(key: string, destination: OtlpDestination): Promise<void>;
  /**
   * Listens on these ports as well, or, while others have them, as soon as they are free; and on no others any more. What comes
   * there and belongs to another window is handed to that. Answers with how each stands.
   */
  takePorts(ports: readonly number[]): Promise<readonly SharedPort[]>;
  /** Listens on all addresses as well, for who brings the token, on `port` if it is free; answers with the port. Again: the same answer. */
  listenOutside(port: number, token: string): Promise<number>;
  /** What is this window's: marks of what is captured, and processes whose descendants are. All of it, each time. */
  tellOwn(own: OwnMakers): Promise<void>;
  /** Folders of the workspace, of which alone files are read and opened. Forgets source maps, as after a build. */
  setRoots(roots: readonly string[]): Promise<void>;
  /** When debuggers held programs. All that the child is to know of it: what was told once need not be told again. */
  tellPauses(pauses: readonly Pause[]): Promise<void>;
}

export interface SharedPort {
  readonly port: number;
  readonly owner: 'this window' | 'another window' | 'another program';
}

export interface OwnMakers {
  readonly sessions: readonly string[];
  readonly processes: readonly number[];
}

/** Given to the child as its argument when it is forked. */
export interface TelemetryOptions {
  /** Bytes; of the store, and of what is kept on disk. */
  readonly memoryLimit: number;
  /** Where what was received is kept over a reload; undefined keeps nothing. */
  readonly folder: string | undefined;
  /** The folder that hooks are to write into; undefined for none. */
  readonly spool: string | undefined;
  /** The folder of all the user's windows, in which each says what is its; undefined where there is none. */
  readonly windows: string | undefined;
  /** Said first to whoever looks: why this child was started again. */
  readonly notice: string | undefined;
}

/** The file in that folder that holds what was received last: its presence says that there is something to restore. */
export const CURRENT_LOG = 'current.spanlog';
