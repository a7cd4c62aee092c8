// The variables that bring the hooks into programs: one place for launches, tasks and terminals.

import type { Environment } from './launch-configuration.ts';
import { withHooks } from './node-options.ts';
import { withHookFolder } from './python-path.ts';

export type Runtime = 'node' | 'python';

export interface HookContext {
  /** Absolute path of the folder that hooks write spans into; undefined where there is none. */
  readonly spool?: string | undefined;
  /** Absolute paths of the hooks, Python's a folder; undefined where call sites are off. */
  readonly hooks: { readonly node: string; readonly python: string } | undefined;
  /** Absolute path of the hook that brings Node programs an SDK; undefined where that is off. */
  readonly nodeSdk?: string | undefined;
  /** How Python programs without tracing of their own are traced; undefined where that is off. */
  readonly pythonSdk?: PythonSdk | undefined;
  /** Whether what is received is passed on without places: the hooks then write them where they can be taken out again. */
  readonly isApart?: boolean;
  /** Of lists of paths in environment variables, on the platform of the program. */
  readonly pathDelimiter: string;
}

export interface PythonSdk {
  /** Absolute path of the folder of packages for programs whose environment lacks them; there may be none yet. */
  readonly packages: string;
  /** Absolute path, to the end of which the hook adds what it tells of the launch; undefined where nobody reads it. */
  readonly report?: string;
}

/** In the order in which they are loaded. */
export function nodeHooks({ hooks, nodeSdk }: HookContext): readonly string[] {
  return [hooks?.node, nodeSdk].filter((file) => file !== undefined);
}

/** What to set beside `environment`, which is all that the program would have without us. */
export function hookEnvironment(
  environment: Environment,
  runtimes: readonly Runtime[],
  context: HookContext,
): Record<string, string> {
  const { hooks, spool, pathDelimiter } = context;
  const added: Record<string, string> = {};
  const ofNode = runtimes.includes('node') ? nodeHooks(context) : [];
  const nodeOptions = withHooks(environment.NODE_OPTIONS, ofNode);
  if (ofNode.length > 0 && nodeOptions !== undefined) added.NODE_OPTIONS = nodeOptions;
  if (!hooks || runtimes.length === 0) return added;
  if (context.isApart) added.SPANLINE_APART = 'on';
  // An empty one of the user's turns it off.
  if (spool !== undefined && environment.SPANLINE_SPOOL === undefined) added.SPANLINE_SPOOL = spool;
  if (!runtimes.includes('python')) return added;
  // What is set in its stead takes all of the place of an inherited one.
  added.PYTHONPATH = withHookFolder(environment.PYTHONPATH, hooks.python, pathDelimiter);
  if (context.pythonSdk === undefined || environment.SPANLINE_AUTO !== undefined) return added;
  const { packages, report } = context.pythonSdk;
  return {
    ...added,
    SPANLINE_AUTO: 'on',
    SPANLINE_PACKAGES: packages,
    ...(report === undefined ? {} : { SPANLINE_REPORT: report }),
  };
}
