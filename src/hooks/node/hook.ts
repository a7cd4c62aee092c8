/** Entry of the Node hook, loaded by `--require` before the program: installs once a process, and lets no error out. */
import { reportFault } from './fault.ts';
import { giveWay } from './give-way.ts';
import { framesToLocate, locateSpan } from './locate-span.ts';
import { patchProvider } from './patch-provider.ts';
import type { SpanStarts } from './patch-tracer.ts';
import { watchRequests } from './request-spans.ts';
import { shouldRun } from './should-run.ts';
import { setOwnFile } from './source-file.ts';
import { createSpanSpool, type SpanSpool } from './span-spool.ts';
import { watchApi } from './watch-api.ts';
import { watchSpanEnd } from './watch-span-end.ts';

/** In the global symbol registry: two copies of the hook (two releases, two NODE_OPTIONS) must find each other. */
const LOADED = Symbol.for('spanline.hook.node');

try {
  if (!(LOADED in globalThis) && shouldRun(process.versions, process.argv[1], process.env)) {
    Object.defineProperty(globalThis, LOADED, { value: true });
    if (!giveWay(process.env)) install();
  }
} catch (fault) {
  reportFault(fault);
}

function install(): void {
  setOwnFile(__filename);
  const spool = createSpanSpool(process.env.SPANLINE_SPOOL);
  const starts = { framesToAsk: framesToLocate, started: spool === undefined ? locateSpan : locateAndSpool(spool) };
  watchApi((provider) => {
    watchRequests();
    patchProvider(provider, starts);
  });
}

/** Spans are located as without it. */
function locateAndSpool(spool: SpanSpool): SpanStarts['started'] {
  return (tracer, span, options, context, stack) => {
    watchSpanEnd(span, spool.end);
    locateSpan(tracer, span, options, context, stack);
    spool.start(span);
  };
}
