// All that the doctor judges by, gathered by its caller. Paths are absolute; texts come from elsewhere and are not trusted.

import type { RunAgain } from '../model/run-again.ts';
import type { TerminalCapture } from '../model/terminal-capture.ts';

export interface DoctorFacts {
  readonly platform: 'linux' | 'windows' | 'other';
  readonly isTrusted: boolean;
  /** The setting `spanline.capture.enabled`. */
  readonly isEnabled: boolean;
  /** Why there is no receiver, as a sentence; undefined where nothing failed. */
  readonly failure: string | undefined;
  /** Where traces are received on loopback; undefined where nothing has been captured yet. */
  readonly port: number | undefined;
  /** The process that receives; undefined while there is none. */
  readonly receiver: number | undefined;
  /** Whether the setting `spanline.capture.autoInstrument` is off. */
  readonly isAutoInstrumentOff: boolean;
  /** Whether the setting `spanline.capture.attach` is "never". */
  readonly isAttachOff: boolean;
  readonly terminals: TerminalCapture;
  /** The newest first; of those of one name, the newest only. */
  readonly launches: readonly LaunchFacts[];
}

export interface LaunchFacts {
  readonly name: string;
  /** Of its debug configuration. */
  readonly type: string;
  readonly capture: CaptureFacts;
  readonly runtime: 'node' | 'python' | undefined;
  /** The strongest first. */
  readonly environment: readonly EnvironmentSource[];
  /** As it would be typed: what runs, its options, the program, its arguments. */
  readonly command: readonly string[];
  readonly program: string | undefined;
  /** `attachSimplePort`: js-debug waits at a port of the program, and starts it without NODE_OPTIONS. */
  readonly hasSimplePort: boolean;
  /** The file that may hold its debug configuration. */
  readonly launchFile: SourceFile | undefined;
  /** The folder whose files were read. */
  readonly folder: string;
  readonly packages: PackageFacts;
  readonly sources: readonly SourceFile[];
  /** Whether the bounds of reading let some files be. */
  readonly isPartial: boolean;
  /** Lines of its output that may speak of telemetry, oldest first. */
  readonly output: readonly string[];
  /** Ports of this machine that the program's code sends to. */
  readonly ports: readonly PortFacts[];
  /** What came of tracing it by Spanline; undefined where nothing was heard of that. */
  readonly tracing: TracingFacts | undefined;
}

export type TracingFacts =
  | { readonly kind: 'traced' }
  /** It imports `module`, and packages that would trace that can be installed. */
  | { readonly kind: 'lacking'; readonly module: string }
  | { readonly kind: 'failed'; readonly reason: string };

export type CaptureFacts =
  | { readonly kind: 'captured' }
  /** `"spanline": false` */
  | { readonly kind: 'opted-out' }
  /** Its property `spanline` cannot be understood; `why` is a sentence. */
  | { readonly kind: 'misconfigured'; readonly why: string }
  /** `variable` directs its traces elsewhere or nowhere. */
  | { readonly kind: 'elsewhere'; readonly variable: string; readonly again: RunAgainOffer | undefined }
  /** Attached to a program that ran already. */
  | { readonly kind: 'attached' }
  /** A type whose programs take no environment from us. */
  | { readonly kind: 'unreachable' }
  /** Capture was off, the workspace not trusted or the receiver missing when it was started. */
  | { readonly kind: 'left' };

/** The session that could be started again with capture, and in which ways: at least one. */
export interface RunAgainOffer {
  readonly session: string;
  readonly offers: readonly RunAgain[];
}

export interface EnvironmentSource {
  readonly from: 'configuration' | 'envFile' | 'inherited';
  /** The file that says so; undefined for what is inherited. */
  readonly file: SourceFile | undefined;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Names in lower case, with hyphens. */
export interface PackageFacts {
  /** Undefined where that cannot be told. */
  readonly installed: ReadonlySet<string> | undefined;
  readonly declared: ReadonlySet<string>;
  /** The files that declare, without their folders. */
  readonly manifests: readonly string[];
}

export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

export interface PortFacts {
  readonly port: number;
  /** A program's name; `'nobody'` where nothing listens; undefined where the owner cannot be told. */
  readonly owner: string | undefined;
  /** Of the owner, where that is told. */
  readonly pid?: number | undefined;
}
