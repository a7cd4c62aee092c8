// What is known of each debugger: where it takes the environment from, and which hook its programs can load.
// One row a type; a type without a row takes `env`, as nearly all do.

import type { Runtime } from './hook-environment.ts';

export interface DebugType {
  /** Undefined: the program's environment cannot be set there. */
  readonly environment: 'env' | 'environment' | undefined;
  readonly hook?: Runtime;
}

const NODE: DebugType = { environment: 'env', hook: 'node' };
const PYTHON: DebugType = { environment: 'env', hook: 'python' };
/** An array of {name, value}. */
const CPP: DebugType = { environment: 'environment' };
/** The environment there is the browser's, or belongs to containers that set endpoints of their own. */
const NONE: DebugType = { environment: undefined };

const TYPES: Readonly<Record<string, DebugType>> = {
  node: NODE,
  'pwa-node': NODE,
  'node-terminal': NODE,
  debugpy: PYTHON,
  python: PYTHON,
  cppdbg: CPP,
  cppvsdbg: CPP,
  chrome: NONE,
  msedge: NONE,
  'pwa-chrome': NONE,
  'pwa-msedge': NONE,
  docker: NONE,
  aspire: NONE,
  extensionHost: NONE,
  'pwa-extensionHost': NONE,
};

export function debugTypeOf(type: string): DebugType {
  return (Object.hasOwn(TYPES, type) ? TYPES[type] : undefined) ?? { environment: 'env' };
}
