// What only the host asks of the child that receives and stores.

import type { TraceId } from '../model/ids.ts';
import type { ForwardedSignal, OtlpDestination } from '../model/otlp-destination.ts';
import type { Pause } from '../model/pause.ts';
import type { KeptRun, RunLaunch } from '../model/run.ts';
import type { TraceFilter } from './store-api.ts';

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
  /** All that is received is passed on there as well, in place of where it was; undefined: nowhere any more. Kept in memory only. */
  forwardAll(destinations: Readonly<Record<ForwardedSignal, OtlpDestination>> | undefined): Promise<void>;
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
  /** The launches that run now: all of them, each time. One that starts while no other does begins another run. */
  tellLaunches(running: readonly RunLaunch[]): Promise<void>;
  /** Runs that are kept, the newest first. */
  keptRuns(): Promise<readonly KeptRun[]>;
  /** Deletes all of them; answers with how many there were. What is shown stays until it is cleared. */
  deleteRuns(): Promise<number>;
  /** Writes a file of lines of OTLP's JSON, in the place of one that is there. */
  exportLines(request: ExportRequest): Promise<ExportedCounts>;
  /** When debuggers held programs. All that the child is to know of it: what was told once need not be told again. */
  tellPauses(pauses: readonly Pause[]): Promise<void>;
}

export interface ExportRequest {
  /** The file of telemetry that is exported from; undefined for what is received. */
  readonly file: string | undefined;
  readonly filter: TraceFilter;
  /** One trace alone. */
  readonly trace: TraceId | undefined;
  readonly path: string;
  /** Otherwise they are covered. */
  readonly withSecrets: boolean;
}

export interface ExportedCounts {
  readonly spans: number;
  readonly logs: number;
  readonly points: number;
  /** Values that were covered. */
  readonly redacted: number;
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
  /** Bytes, of the store. */
  readonly memoryLimit: number;
  /** Where runs are kept, for how many days, and how many bytes of them; undefined keeps nothing. */
  readonly keep: { readonly folder: string; readonly days: number; readonly bytes: number } | undefined;
  /** The folder that hooks are to write into; undefined for none. */
  readonly spool: string | undefined;
  /** The folder of all the user's windows, in which each says what is its; undefined where there is none. */
  readonly windows: string | undefined;
  /** Said first to whoever looks: why this child was started again. */
  readonly notice: string | undefined;
}
