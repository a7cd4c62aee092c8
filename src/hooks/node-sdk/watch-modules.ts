/**
 * Tells of the CommonJS files of installed packages, before and after they run, whether they are required or imported.
 *
 * Nothing is wrapped for it: a wrapper of a loader's function would be a frame in the stacks that programs print when
 * they fail while they load. Instead it listens to the `loaded` that Node sets on each module: false when it is made,
 * true when it has run and before anybody has its exports.
 */
import Module from 'node:module';
import { reportFault } from '../node/fault.ts';
import { type Dictionary, isDictionary } from '../node/foreign.ts';
import { type PackageFile, packageFile } from './package-file.ts';

export interface ModuleListener {
  /** Whether `ran` is wanted for it. */
  starts(file: PackageFile): boolean;
  /** Answers with the exports to give out. */
  ran(file: PackageFile, exports: unknown): unknown;
}

/** Answers with what ends it. */
export function watchModules(listener: ModuleListener): () => void {
  Reflect.defineProperty(Module.prototype, 'loaded', {
    configurable: true,
    enumerable: false,
    get: () => undefined,
    set(this: unknown, value: unknown) {
      if (!isDictionary(this)) return;
      setLoaded(this, value);
      try {
        const file = typeof this.id === 'string' ? packageFile(this.id) : undefined;
        if (file !== undefined && listener.starts(file)) awaitLoaded(this, file, listener);
      } catch (fault) {
        reportFault(fault);
      }
    },
  });
  return () => Reflect.deleteProperty(Module.prototype, 'loaded');
}

/** The property that it would have been without the watch. */
function setLoaded(module: Dictionary, value: unknown): void {
  Reflect.defineProperty(module, 'loaded', { value, writable: true, enumerable: true, configurable: true });
}

function awaitLoaded(module: Dictionary, file: PackageFile, listener: ModuleListener): void {
  Reflect.defineProperty(module, 'loaded', {
    configurable: true,
    enumerable: true,
    get: () => false,
    set(value: unknown) {
      setLoaded(module, value);
      if (value !== true) return;
      try {
        module.exports = listener.ran(file, module.exports);
      } catch (fault) {
        reportFault(fault);
      }
    },
  });
}
