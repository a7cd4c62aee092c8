// The child that receives and stores, as the features see it: started at the first reason, started again when it dies,
// with the same port so that programs that run go on sending to it.

import { createEmitter, type Listen } from '../../base/event.ts';
import type { ForwardedSignal, OtlpDestination } from '../../model/otlp-destination.ts';
import type { Pause } from '../../model/pause.ts';
import type { KeptRun, RunLaunch } from '../../model/run.ts';
import { openPort } from '../../protocol/ports.ts';
import { connect, type Frame, type Remote } from '../../protocol/rpc.ts';
import type { StoreApi } from '../../protocol/store-api.ts';
import type {
  ExportedCounts,
  ExportRequest,
  OwnMakers,
  SharedPort,
  TelemetryApi,
  TelemetryOptions,
} from '../../protocol/telemetry-api.ts';
import { createRelay, type Relay } from './page-relay.ts';
import { forkTelemetry, type TelemetryProcess } from './telemetry-process.ts';

/** More deaths than this within the window, and it is not tried again until the user asks for something. */
const MAX_DEATHS = 3;
const DEATH_WINDOW = 60_000;

export interface TelemetryState {
  readonly running: boolean;
  /** A sentence, when the child cannot be kept running. */
  readonly failure: string | undefined;
}

/** A destination for each signal. */
export type ForwardAllDestinations = Readonly<Record<ForwardedSignal, OtlpDestination>>;

export interface Telemetry extends Disposable {
  readonly state: TelemetryState;
  readonly onState: Listen<TelemetryState>;
  /** Starts the child if need be. */
  start(): Promise<void>;
  /** Starts the child and its socket if need be, on `firstPort` if that is free; answers with the port. */
  listen(roots: readonly string[], firstPort?: number): Promise<number>;
  /** From now on, and in each child: what is sent to the path of `key` is passed on to `destination` as well. */
  forward(key: string, destination: OtlpDestination): Promise<void>;
  /** From now on, and in each child: all that is received is passed on there as well; undefined: nowhere any more. */
  forwardAll(destinations: ForwardAllDestinations | undefined): void;
  /**
   * From now on, and in each child: listens on these ports as well, once nobody else does. Starts the child and its socket if
   * there are any. `told` hears how they stand, each time that they are asked for.
   */
  takePorts(ports: readonly number[], told: (ports: readonly SharedPort[]) => void): Promise<void>;
  /** From now on, and in each child: who brings the token is heard from outside of this machine too. Answers with the port. */
  listenOutside(token: string): Promise<number>;
  /** From now on, and to each child: the launches that run. */
  tellLaunches(running: readonly RunLaunch[]): void;
  /** Runs that are kept, the newest first; for that the child is started if need be. */
  keptRuns(): Promise<readonly KeptRun[]>;
  /** Answers with how many there were. */
  deleteRuns(): Promise<number>;
  /** Writes a file; for that the child is started if need be. */
  exportLines(request: ExportRequest): Promise<ExportedCounts>;
  /** What is this window's among what comes to a port that several windows share. */
  tellOwn(own: OwnMakers): void;
  /** Of the running child. */
  readonly pid: number | undefined;
  /** Where it listens; undefined before it does. */
  readonly port: number | undefined;
  /** Folder for hooks to write into, of the child that listens; undefined where there is none. */
  readonly spool: string | undefined;
  /** The running child's store; undefined while there is none. */
  readonly store: Remote<StoreApi> | undefined;
  /** Tells the running child when debuggers held programs; nobody where there is none. */
  tellPauses(pauses: readonly Pause[]): void;
  /** Deletes all that was received, what is kept on disk included: for that the child is started if need be. */
  clear(): Promise<void>;
  /** `file`: whose store the page asks; undefined for that of what is received. */
  openRelay(toPage: (frame: Frame) => void, file?: string): PageRelay;
}

export type PageRelay = Pick<Relay, 'send'> & Disposable;

export interface TelemetryParts {
  readonly script: string;
  /** Read anew for each child. */
  readonly options: () => Omit<TelemetryOptions, 'notice'>;
  readonly roots: () => readonly string[];
  readonly log: (message: string) => void;
}

interface Running {
  readonly process: TelemetryProcess;
  readonly api: Remote<TelemetryApi> & Disposable;
  readonly store: Remote<StoreApi> & Disposable;
}

const CONTROL_PORT = 0;
const HOST_PORT = 1;

export function createTelemetry({ script, options, roots, log }: TelemetryParts): Telemetry {
  const states = createEmitter<TelemetryState>((error) => log(String(error)));
  const relays = new Set<Relay>();
  const forwards = new Map<string, OtlpDestination>();
  let shared: { readonly ports: readonly number[]; readonly told: (ports: readonly SharedPort[]) => void } | undefined;
  let own: OwnMakers | undefined;
  let forwardedTo: ForwardAllDestinations | undefined;
  let launches: readonly RunLaunch[] = [];
  let outside: { readonly token: string; readonly port: number } | undefined;
  let running: Running | undefined;
  let failure: string | undefined;
  let disposed = false;
  let lastPort = 0;
  let spool: string | undefined;
  let listening = false;
  let nextPort = HOST_PORT + 1;
  let deaths: number[] = [];

  const publish = () => states.fire({ running: running !== undefined, failure });

  const begin = (notice: string | undefined): Running => {
    const child = forkTelemetry(script, { ...options(), notice }, log);
    const next: Running = {
      process: child,
      api: connect<TelemetryApi>(openPort(child.channel, CONTROL_PORT, 'telemetry')),
      store: connect<StoreApi>(openPort(child.channel, HOST_PORT, 'store')),
    };
    running = next;
    failure = undefined;
    log(`receiver and store run as process ${child.pid}`);
    // The folders first: a page may ask for lines at once.
    next.api.setRoots(roots()).catch(() => {});
    // And the destinations: programs send as soon as it listens.
    if (forwardedTo) next.api.forwardAll(forwardedTo).catch(() => {});
    for (const [key, destination] of forwards) next.api.forward(key, destination).catch(() => {});
    // A run that goes on is written on.
    if (launches.length > 0) next.api.tellLaunches(launches).catch(() => {});
    if (own) next.api.tellOwn(own).catch(() => {});
    for (const relay of relays) relay.attach(child.channel);
    void child.ended.then((how) => died(next, how));
    publish();
    return next;
  };

  const died = (which: Running, how: string) => {
    if (running !== which) return;
    running = undefined;
    which.api[Symbol.dispose]();
    which.store[Symbol.dispose]();
    for (const relay of relays) relay.detach();
    if (disposed) return;
    const now = Date.now();
    deaths = [...deaths.filter((time) => now - time < DEATH_WINDOW), now];
    log(`receiver and store ended (${how})`);
    if (deaths.length > MAX_DEATHS) {
      failure = `The receiver ended ${deaths.length} times within a minute (${how}). The log says more; the next F5 tries again.`;
      publish();
      return;
    }
    const next = begin(
      `The receiver ended (${how}) and was started again. Spans that arrived in the last moment before may be missing.`,
    );
    if (listening) void reopen(next);
  };

  const takeShared = async ({ api }: Running) => {
    if (shared) shared.told(await api.takePorts(shared.ports));
  };

  const reopen = async (which: Running) => {
    try {
      lastPort = await which.api.listen(lastPort);
      spool = await which.api.openSpool();
      await takeShared(which);
      if (outside) await listenOutside(outside.token);
      // It may be another port: who has told it to programs tells the new one.
      publish();
    } catch (error) {
      log(`the receiver cannot listen again: ${String(error)}`);
    }
  };

  const listen: Telemetry['listen'] = async (folders, firstPort = 0) => {
    if (disposed) throw new Error('The window is closing.');
    const { api } = running ?? begin(undefined);
    await api.setRoots(folders);
    lastPort = await api.listen(lastPort || firstPort);
    spool = await api.openSpool();
    listening = true;
    return lastPort;
  };

  const listenOutside: Telemetry['listenOutside'] = async (token) => {
    await listen(roots());
    const port = (await running?.api.listenOutside(outside?.port ?? 0, token)) ?? 0;
    outside = { token, port };
    return port;
  };

  return {
    get state() {
      return { running: running !== undefined, failure };
    },
    onState: states.listen,
    async start() {
      if (!running && !disposed) begin(undefined);
    },
    listen,
    listenOutside,
    async forward(key, destination) {
      forwards.set(key, destination);
      await running?.api.forward(key, destination);
    },
    forwardAll(next) {
      forwardedTo = next;
      running?.api.forwardAll(next).catch(() => {});
    },
    async takePorts(ports, told) {
      shared = ports.length > 0 ? { ports, told } : undefined;
      if (shared) {
        await listen(roots());
        if (running) await takeShared(running);
      } else await running?.api.takePorts([]);
    },
    tellLaunches(next) {
      launches = next;
      running?.api.tellLaunches(next).catch(() => {});
    },
    keptRuns: () => (running ?? begin(undefined)).api.keptRuns(),
    deleteRuns: () => (running ?? begin(undefined)).api.deleteRuns(),
    exportLines: (request) => (running ?? begin(undefined)).api.exportLines(request),
    tellOwn(next) {
      own = next;
      running?.api.tellOwn(next).catch(() => {});
    },
    get pid() {
      return running?.process.pid;
    },
    get port() {
      return listening ? lastPort : undefined;
    },
    get spool() {
      return spool;
    },
    get store() {
      return running?.store;
    },
    tellPauses(pauses) {
      // What a child did not hear the next one is told, and who is to tell it hears of that child.
      running?.api.tellPauses(pauses).catch(() => {});
    },
    async clear() {
      if (!disposed) await (running ?? begin(undefined)).store.clear();
    },
    openRelay(toPage, file) {
      const relay = createRelay(nextPort++, toPage, file);
      relays.add(relay);
      if (running) relay.attach(running.process.channel);
      return {
        send: relay.send,
        [Symbol.dispose]: () => {
          relays.delete(relay);
          relay[Symbol.dispose]();
        },
      };
    },
    [Symbol.dispose]() {
      disposed = true;
      running?.process[Symbol.dispose]();
      running?.api[Symbol.dispose]();
      running?.store[Symbol.dispose]();
      running = undefined;
    },
  };
}
