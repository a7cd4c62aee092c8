// The forked child: receiver, decoders and store together. A crash or a kill of it costs the editor nothing.

import { reasonOf } from '../base/reason-of.ts';
import { createRevisionSource } from '../base/revision.ts';
import { SiteResolver } from '../link/site-resolver.ts';
import type { Pause } from '../model/pause.ts';
import { countErrors, SpanBatch } from '../model/span-batch.ts';
import { encodeStatus } from '../otlp/export/response.ts';
import { createRedact } from '../otlp/redact/redact.ts';
import * as spanReader from '../otlp/trace/span-reader.ts';
import { type Remote, serve, type Wire } from '../protocol/rpc.ts';
import type { StoreApi } from '../protocol/store-api.ts';
import type { OwnMakers, TelemetryApi, TelemetryOptions } from '../protocol/telemetry-api.ts';
import { listen, type Receiver } from '../receiver/receiver.ts';
import { NameIndex } from '../store/name-index.ts';
import { findTrace } from '../store/query/trace-rows-of.ts';
import { SiteIndex } from '../store/site-index.ts';
import { SpanStore } from '../store/span-store.ts';
import { createChooseTraces } from './choose-traces.ts';
import { sourceDisk } from './disk.ts';
import { exportFile } from './export-file.ts';
import { createForwardAll } from './forward-all.ts';
import { createForwards } from './forwards.ts';
import { createIpcChannel } from './ipc-channel.ts';
import { Notices } from './notices.ts';
import { createOpenedFiles } from './opened-files.ts';
import { createOtherSignals, SPANS_SHARE } from './other-signals.ts';
import { packInTime } from './pack-in-time.ts';
import { slabPacker } from './packer.ts';
import { routeToWindows } from './route-to-windows.ts';
import { toPausesNote, toProcessesNote } from './run-note.ts';
import { servePorts } from './serve-ports.ts';
import { createSharedPorts } from './shared-ports.ts';
import { Spool } from './spool.ts';
import { createStoreService } from './store-service.ts';
import { createTakeBodies } from './take-bodies.ts';
import { createTraceSignal } from './trace-signal.ts';
import { createWindowRuns } from './window-runs.ts';
import { createWindows } from './windows.ts';

/** News is told this often at most: a bar every second frame is as live as an eye sees. */
const NEWS_INTERVAL = 30;

const options = parseOptions(process.argv[2]);
const revisions = createRevisionSource((flush) => setTimeout(flush, NEWS_INTERVAL));
const notices = new Notices(() => revisions.bump());
const store = new SpanStore(spanReader, options.memoryLimit * SPANS_SHARE, slabPacker);
const pack = packInTime(store);
const sites = new SiteIndex(store);
const resolver = new SiteResolver(sourceDisk);
const batch = new SpanBatch();
const ofWindow = options.keep && createWindowRuns(options.keep, options.memoryLimit, (message) => notices.add(message));
const runs = ofWindow?.kept;

const show = (spans: SpanBatch): number => {
  const first = store.append(spans);
  pack();
  revisions.bump();
  return first;
};

const append = (spans: SpanBatch): number => {
  const body = { signal: 'traces', encoding: spans.encoding, bytes: spans.bytes } as const;
  // Only where someone was held is it of interest who made a span.
  const isToldBy = store.pauses.size > 0 && spans.processes.size > 0;
  runs?.append(isToldBy ? [toProcessesNote(spans.processes), body] : [body], {
    spans: spans.count,
    errors: countErrors(spans),
  });
  return show(spans);
};

const spool =
  options.spool === undefined
    ? undefined
    : new Spool(options.spool, batch, {
        append,
        show,
        hasRow: (row) => store.hasRow(row),
        say: (message) => notices.add(message),
      });

const others = createOtherSignals({
  memoryLimit: options.memoryLimit,
  keep: (body) => runs?.append([body]),
  onChange: () => revisions.bump(),
  onProblem: (message) => notices.add(message),
});

const files = createOpenedFiles({ memoryLimit: options.memoryLimit, resolver, newsInterval: NEWS_INTERVAL });

const chooseTraces = createChooseTraces({ store, others, sites, resolver });

const restored = restore();
if (options.notice !== undefined) notices.add(options.notice);

const traces = createTraceSignal(batch, {
  take(spans) {
    spool?.receive(spans);
    if (spans.count > 0) append(spans);
  },
  onProblem: (message) => notices.add(message),
});

const [logSignal, metricSignal, profileSignal] = others.signals;
const all = createForwardAll((message, outdated) => notices.add(message, outdated));
const allSignals = [
  all.wrap(traces, 'traces'),
  all.wrap(logSignal, 'logs'),
  all.wrap(metricSignal, 'metrics'),
  profileSignal,
];
const onRefusal = ({ message }: { readonly message: string }) => notices.add(`Refused: ${message}.`);

const forwards = createForwards(traces, (message, outdated) => notices.add(message, outdated));

let receiver: Promise<Receiver> | undefined;
let outside: Promise<Receiver> | undefined;
let own: OwnMakers = { sessions: [], processes: [] };
let sharedPorts: readonly number[] = [];

const windows = createWindows(options.windows);
const shared = createSharedPorts({
  windows,
  listen: async (port) => {
    await restored;
    const signals = allSignals.map((signal) => routeToWindows(signal, windows));
    return listen({ signals, encodeStatus, port, onRefusal });
  },
  onChange(ours) {
    sharedPorts = ours;
    void tellOthers();
  },
});

const storeService: Remote<StoreApi> = createStoreService({
  ...{ store, others, chooseTraces, memoryLimit: options.memoryLimit },
  sites,
  names: new NameIndex(store),
  resolver,
  revisions,
  notices,
  restored,
  clearKept: async () => runs?.clearShown(),
  openRows: async (pid) => spool?.openRows(pid),
});

const telemetryService: Remote<TelemetryApi> = {
  async listen(port) {
    receiver ??= open(port).catch((error: unknown) => {
      receiver = undefined;
      throw error;
    });
    const { port: ours } = await receiver;
    void tellOthers();
    return ours;
  },
  takePorts: (ports) => shared.take(ports),
  async listenOutside(port, token) {
    outside ??= restored
      .then(() => {
        const at = (wanted: number) => listen({ signals: allSignals, encodeStatus, token, port: wanted, onRefusal });
        return at(port).catch(() => at(0));
      })
      .catch((error: unknown) => {
        outside = undefined;
        throw error;
      });
    return (await outside).port;
  },
  async tellOwn(makers) {
    own = makers;
    await tellOthers();
  },
  async openSpool() {
    await restored;
    return spool?.open();
  },
  async forward(key, destination) {
    forwards.add(key, destination);
  },
  async tellLaunches(running) {
    await restored;
    runs?.tellLaunches(running);
  },
  async keptRuns() {
    await restored;
    return (await runs?.list()) ?? [];
  },
  async deleteRuns() {
    await restored;
    return (await runs?.deleteAll()) ?? 0;
  },
  async exportLines({ file, filter, trace, path, withSecrets }) {
    await restored;
    using opened = file === undefined ? undefined : files.open(file);
    await opened?.telemetry.read;
    const from = opened?.telemetry ?? { store, others, chooseTraces };
    const number = trace === undefined ? undefined : findTrace(from.store, trace);
    const one = new Set(number === undefined ? [] : [number]);
    const only = trace === undefined ? await from.chooseTraces(filter) : one;
    return exportFile(path, { ...from, only, redact: withSecrets ? undefined : createRedact() });
  },
  async forwardAll(destinations) {
    all.set(destinations);
  },
  async setRoots(roots) {
    await resolver.setRoots(roots);
    revisions.bump();
  },
  async tellPauses(pauses) {
    // What is read back must not be taken for newer.
    await restored;
    notePauses(store.pauses.tell(pauses));
  },
};

servePorts(createIpcChannel(), {
  store: (wire, file) => (file === undefined ? serve(wire, storeService) : serveFile(wire, file)),
  telemetry: (wire) => serve(wire, telemetryService),
});

process.on('disconnect', () => void end());
process.on('SIGTERM', () => void end());

function serveFile(wire: Wire, file: string): Disposable {
  const opened = files.open(file);
  const server = serve(wire, opened.service);
  return {
    [Symbol.dispose]() {
      server[Symbol.dispose]();
      opened[Symbol.dispose]();
    },
  };
}

async function restore(): Promise<void> {
  const onSpans = (spans: SpanBatch) => spool?.restore(spans, store.rows);
  const takeBody = createTakeBodies({ store, others, batch, onSpans });
  await ofWindow?.restore(takeBody);
  spool?.restored();
  // Of those that had no end the host tells again, if it is still the same.
  store.pauses.forgetOpen();
}

function notePauses(changed: readonly Pause[]): void {
  if (changed.length === 0) return;
  runs?.append([toPausesNote(changed)]);
  revisions.bump();
}

async function open(port: number): Promise<Receiver> {
  // What is received now must come behind what was kept.
  await restored;
  const { signalAt } = forwards;
  const signals = allSignals;
  try {
    return await listen({ signals, signalAt, encodeStatus, port, onRefusal });
  } catch (error) {
    if (port === 0) throw error;
    notices.add(
      `Port ${port} is taken by another program now (${reasonOf(error)}). Programs that run already send there: start them again to see their spans.`,
    );
    return listen({ signals, signalAt, encodeStatus, port: 0, onRefusal });
  }
}

/** What the windows know of each other. */
async function tellOthers(): Promise<void> {
  const port = (await receiver?.catch(() => undefined))?.port;
  if (port !== undefined) await windows.tell({ port, ...own, shared: sharedPorts });
}

async function end(): Promise<void> {
  await shared[Symbol.asyncDispose]();
  await windows[Symbol.asyncDispose]();
  for (const open of [receiver, outside]) await (await open?.catch(() => undefined))?.[Symbol.asyncDispose]();
  await spool?.end();
  notePauses(store.pauses.endAll(Date.now()));
  await runs?.flush();
  await Promise.all([forwards.end(), all.end()]);
  process.exit(0);
}

/** The host composes the argument: it is trusted, but a child that is run by hand says what it wants. */
function parseOptions(argument: string | undefined): TelemetryOptions {
  if (argument === undefined) throw new Error('The telemetry child takes its options as JSON in its argument.');
  return JSON.parse(argument);
}
