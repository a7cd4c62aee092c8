/** Sets the SDK up, instruments what the program loads, and undoes both when the program turns out to have a tracer. */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { context, ProxyTracerProvider, propagation, trace } from '@opentelemetry/api';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { nameFastifyRoutes } from './fastify-routes.ts';
import { flushBeforeExit } from './flush-before-exit.ts';
import { type CreateInstrumentation, INSTRUMENTATIONS } from './instrumentations.ts';
import type { Manifest } from './manifests.ts';
import { offerApi } from './offer-api.ts';
import { isTracer } from './own-tracer.ts';
import { moduleName } from './package-file.ts';
import { programResource } from './program-resource.ts';
import { applyPatches } from './require-in-the-middle.ts';
import { createSdk } from './sdk.ts';
import { type ModuleListener, watchModules } from './watch-modules.ts';

export interface Program {
  readonly endpoint: URL;
  readonly manifests: readonly Manifest[];
  /** As `process.argv` has it. */
  readonly script: string | undefined;
}

/** Node's own modules that are patched. */
const BUILTINS = ['http', 'https'];

export function instrument({ endpoint, manifests, script }: Program): void {
  const created = new Map<CreateInstrumentation, Instrumentation>();
  const undo: (() => void)[] = [];
  const leave = () => {
    for (const step of undo.splice(0)) step();
    for (const instrumentation of created.values()) giveUp(instrumentation);
    // Ours alone: this copy of the API has a global of its own.
    for (const api of [trace, context, propagation]) api.disable();
    // Names that the program has imported from a patched module by now.
    syncBuiltinESMExports();
  };
  const create = (make: CreateInstrumentation) => {
    if (!created.has(make)) created.set(make, make());
  };

  try {
    const { provider, contextManager, propagator, flush } = createSdk(endpoint, programResource(manifests, script));
    trace.setGlobalTracerProvider(provider);
    context.setGlobalContextManager(contextManager);
    propagation.setGlobalPropagator(propagator);
    // Before anything asks for a tracer: the call-site hook patches what it sees being offered.
    undo.push(offerApi({ trace: provider, context: contextManager, propagation: propagator }, leave));
    create(() => new HttpInstrumentation());
    create(() => new UndiciInstrumentation());
    patchBuiltins();
    undo.push(watchModules(listener(create, leave)), nameFastifyRoutes(), flushBeforeExit(flush));
  } catch (fault) {
    leave();
    throw fault;
  }
}

/** What is imported from them by name is read at the import. */
function patchBuiltins(): void {
  const require = createRequire(__filename);
  for (const name of BUILTINS) applyPatches(require(name), name, undefined);
}

function listener(create: (make: CreateInstrumentation) => void, leave: () => void): ModuleListener {
  return {
    starts: ({ name }) => {
      if (isTracer(name)) leave();
      const make = isTracer(name) ? undefined : INSTRUMENTATIONS.get(name);
      if (make !== undefined) create(make);
      return make !== undefined;
    },
    ran: (file, exports) => applyPatches(exports, moduleName(file), file.folder),
  };
}

/** What the program has kept of a patched module goes on calling the instrumentation: to no effect from here. */
function giveUp(instrumentation: Instrumentation): void {
  instrumentation.disable();
  instrumentation.setTracerProvider(new ProxyTracerProvider());
}
