/** Entry of the zero-code hook, loaded by `--require` behind the call-site hook: decides, and lets no error out. */
import { reportFault } from '../node/fault.ts';
import { giveWay } from '../node/give-way.ts';
import { shouldRun } from '../node/should-run.ts';
import { isKnownRuntime } from './known-runtime.ts';
import { programFolders, readManifests } from './manifests.ts';
import { ownTracer } from './own-tracer.ts';
import { spansEndpoint } from './spans-endpoint.ts';

/** In the global symbol registry: two copies of the hook must find each other. */
const LOADED = Symbol.for('spanline.hook.node-sdk');
/** Where @opentelemetry/api 1.x, and whoever registers before us, keeps what is registered. */
const API = Symbol.for('opentelemetry.js.api.1');

try {
  if (!(LOADED in globalThis)) {
    Object.defineProperty(globalThis, LOADED, { value: true });
    begin();
  }
} catch (fault) {
  reportFault(fault);
}

function begin(): void {
  const script = process.argv[1];
  if (!isKnownRuntime(process.versions) || !shouldRun(process.versions, script, process.env)) return;
  if (giveWay(process.env)) return;
  const endpoint = spansEndpoint(process.env);
  // Another `--require` of the program's own has registered by now what it has.
  if (endpoint === undefined || Reflect.get(globalThis, API) !== undefined) return;
  const manifests = readManifests(programFolders(script, process.cwd()));
  if (ownTracer(manifests) !== undefined) return;
  // A file of its own, as it is large: programs that are left alone need not wait until it is compiled.
  const { instrument }: typeof import('./instrument.ts') = require('./instrument.ts');
  instrument({ endpoint, manifests, script });
}
