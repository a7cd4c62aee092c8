/**
 * G16: what the Node hook adds to a span, as a ratio to the SDK's own cost of a span, in two children asked in turn.
 * The span is an ordinary one: active, with four attributes, batched. A bare one (nothing but start and end) follows.
 * A third child has the spool as well, into which the hook writes each span as it starts and as it ends. What counts is CPU
 * time, which other work on the machine disturbs less.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundleHook } from '../process/hooks-node/bundle.ts';
import { installSdk, SDKS, type Sdk } from '../process/hooks-node/install-sdk.ts';
import { createSpoolFolder } from './support/spool-folder.ts';

const WARM_UP = 30;
const ROUNDS = 100;
const SPANS = 1_000;
/** Frames of the program between its entry and the span. */
const STACK = 10;
const TARGET = 2.5;
const SPOOL_TARGET = 4;

type Shape = 'ordinary' | 'bare';
const SHAPES: readonly Shape[] = ['ordinary', 'bare'];

if (process.send === undefined) await compare();
else serve();

async function compare(): Promise<void> {
  const hook = await bundleHook();
  for (const [sdk, shape] of SDKS.flatMap((sdk) => SHAPES.map((shape) => [sdk, shape] as const))) {
    const folder = await installSdk(sdk);
    const plain = start(folder, []);
    const hooked = start(folder, ['--require', hook]);
    await using spool = await createSpoolFolder();
    const spooled = start(folder, ['--require', hook], { SPANLINE_SPOOL: spool.path });
    const ratios: number[] = [];
    const spoolRatios: number[] = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      const own = await measure(plain, shape);
      const both = await measure(hooked, shape);
      const all = await measure(spooled, shape);
      await spool.removeLeftFiles();
      // The first rounds compile.
      if (round < WARM_UP) continue;
      ratios.push((both - own) / own);
      spoolRatios.push((all - own) / own);
    }
    for (const child of [plain, hooked, spooled]) child.disconnect();
    await once(spooled, 'exit');
    print('Node call-site hook', sdk, shape, median(ratios), TARGET);
    print('Node hook with the spool', sdk, shape, median(spoolRatios), SPOOL_TARGET);
  }
}

function print(hook: string, sdk: Sdk, shape: Shape, ratio: number, target: number): void {
  const kind = shape === 'bare' ? 'bare span' : 'span';
  const what = `${hook} a ${kind} : the SDK's own cost of a ${kind} (${sdk})`;
  process.stdout.write(
    `${JSON.stringify({ goal: 'G16', what, ratio: Number(ratio.toFixed(2)), unit: 'x', target: `<= ${target}` })}\n`,
  );
}

function start(folder: string, execArgv: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return fork(import.meta.filename, [folder], { execArgv: [...execArgv], env: { ...process.env, ...env } });
}

async function measure(child: ChildProcess, shape: Shape): Promise<number> {
  child.send(shape);
  const [nanos] = await once(child, 'message');
  return Number(nanos);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

interface Span {
  setAttribute(key: string, value: string | number): Span;
  end(): void;
}

interface Tracer {
  startSpan(name: string): Span;
  startActiveSpan(name: string, run: (span: Span) => void): void;
}

/** A child: a program with a batching SDK whose exporter discards. */
function serve(): void {
  const tracer = createTracer(process.argv[2] ?? '');
  process.on('message', (shape) => process.send?.(nanosOfSpan(tracer, shape === 'bare')));
}

function createTracer(folder: string): Tracer {
  const require = createRequire(join(folder, 'program.js'));
  const sdk = load(require, '@opentelemetry/sdk-trace-node') ?? load(require, '@opentelemetry/sdk-trace');
  if (sdk === undefined) throw new Error(`no SDK in ${folder}`);
  const exporter = {
    export: (_spans: unknown, done: (result: { code: number }) => void) => done({ code: 0 }),
    shutdown: () => Promise.resolve(),
    forceFlush: () => Promise.resolve(),
  };
  const Provider = sdk.NodeTracerProvider ?? sdk.TracerProvider;
  if (Provider === undefined) throw new Error('no provider');
  // A full queue drops spans, which is cheaper than keeping them.
  const limits = { maxQueueSize: 2 * SPANS };
  const batch = createBatch(sdk, exporter, limits);
  const api = require('@opentelemetry/api');
  const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.trace.setGlobalTracerProvider(new Provider({ spanProcessors: [batch] }));
  return api.trace.getTracer('bench');
}

type SdkModule = Record<string, new (...options: readonly unknown[]) => unknown>;

/** SDK 3 takes the exporter among the options. */
function createBatch({ BatchSpanProcessor, NodeTracerProvider }: SdkModule, exporter: object, limits: object): unknown {
  if (BatchSpanProcessor === undefined) throw new Error('no batching processor');
  if (NodeTracerProvider === undefined) return new BatchSpanProcessor({ exporter, ...limits });
  return new BatchSpanProcessor(exporter, limits);
}

function load(require: NodeJS.Require, name: string): SdkModule | undefined {
  try {
    return require(name);
  } catch {
    return undefined;
  }
}

function nanosOfSpan(tracer: Tracer, isBare: boolean): number {
  return deep(STACK, () => {
    const from = process.cpuUsage();
    if (isBare) for (let span = 0; span < SPANS; span++) tracer.startSpan('work').end();
    else for (let span = 0; span < SPANS; span++) tracer.startActiveSpan('work', work);
    const { user, system } = process.cpuUsage(from);
    return ((user + system) * 1000) / SPANS;
  });
}

function work(span: Span): void {
  span.setAttribute('http.request.method', 'GET').setAttribute('http.route', '/orders/{id}');
  span.setAttribute('http.response.status_code', 200).setAttribute('order.lines', 12);
  span.end();
}

function deep(frames: number, run: () => number): number {
  return frames === 0 ? run() : deep(frames - 1, run);
}
