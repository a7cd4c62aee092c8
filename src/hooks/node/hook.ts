/** Entry of the Node hook, loaded by `--require` before the program: installs once a process, and lets no error out. */
import { reportFault } from './fault.ts';
import { locateSpan } from './locate-span.ts';
import { patchProvider } from './patch-provider.ts';
import { shouldRun } from './should-run.ts';
import { setOwnFile } from './source-file.ts';
import { watchApi } from './watch-api.ts';

/** In the global symbol registry: two copies of the hook (two releases, two NODE_OPTIONS) must find each other. */
const LOADED = Symbol.for('spanline.hook.node');

try {
  if (!(LOADED in globalThis) && shouldRun(process.versions, process.argv[1], process.env)) {
    Object.defineProperty(globalThis, LOADED, { value: true });
    setOwnFile(__filename);
    watchApi((provider) => patchProvider(provider, locateSpan));
  }
} catch (fault) {
  reportFault(fault);
}
