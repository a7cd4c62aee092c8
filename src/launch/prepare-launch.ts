// A debug configuration in, a debug configuration out: what a launch needs so that its spans arrive. Pure and idempotent.

import { debugTypeOf } from './debug-type.ts';
import { type Environment, type LaunchConfiguration, SESSION_PROPERTY, toEnvironment } from './launch-configuration.ts';
import { withHooks } from './node-options.ts';
import { otlpEnvironment, ownExport } from './otlp-environment.ts';
import { withHookFolder } from './python-path.ts';

export interface LaunchContext {
  readonly port: number;
  /** Absolute path of the folder that hooks write spans into; undefined where there is none. */
  readonly spool?: string | undefined;
  readonly session: string;
  /** Of the extension host, which the program inherits. */
  readonly inherited: Environment;
  /** What the configuration's envFile says, where the adapter reads it after us. */
  readonly envFile: Environment;
  /** Absolute paths of the hooks, Python's a folder; undefined where call sites are off. */
  readonly hooks: { readonly node: string; readonly python: string } | undefined;
  /** Absolute path of the hook that brings Node programs an SDK; undefined where that is off. */
  readonly nodeSdk?: string | undefined;
  /** How Python programs without tracing of their own are traced; undefined where that is off. */
  readonly pythonSdk?: PythonSdk | undefined;
  /** Of lists of paths in environment variables, on the platform of the program. */
  readonly pathDelimiter: string;
}

export interface PythonSdk {
  /** Absolute path of the folder of packages for programs whose environment lacks them; there may be none yet. */
  readonly packages: string;
  /** Absolute path, to the end of which the hook adds what it tells of the launch. */
  readonly report: string;
}

export type LaunchPlan =
  | { readonly kind: 'captured'; readonly configuration: LaunchConfiguration }
  /** `why` is a sentence for the user; undefined where there is nothing to say. */
  | { readonly kind: 'left'; readonly why: string | undefined };

/** Whether it is worth starting anything for this configuration: all that can be told without a port. */
export function wantsCapture(configuration: LaunchConfiguration): boolean {
  return (
    configuration.request === 'launch' &&
    configuration.spanline !== false &&
    configuration[SESSION_PROPERTY] === undefined &&
    // Child sessions of js-debug and debugpy: their program runs already.
    configuration.__pendingTargetId === undefined &&
    configuration.subProcessId === undefined &&
    debugTypeOf(configuration.type).environment !== undefined
  );
}

export function prepareLaunch(configuration: LaunchConfiguration, context: LaunchContext): LaunchPlan {
  if (!wantsCapture(configuration)) return { kind: 'left', why: undefined };
  const { environment: property, hook } = debugTypeOf(configuration.type);
  const own = property === 'environment' ? fromPairs(configuration.environment) : toEnvironment(configuration.env);
  const effective: Environment = { ...context.inherited, ...context.envFile, ...own };
  const directed = ownExport(effective);
  if (directed !== undefined)
    return {
      kind: 'left',
      why: `${directed} is set for it: its traces go where that says, and none are captured here.`,
    };
  const added = otlpEnvironment(effective, context.port, context.session);
  const nodeHooks = hook === 'node' ? [context.hooks?.node, context.nodeSdk].filter((file) => file !== undefined) : [];
  // The inherited NODE_OPTIONS are not in here: js-debug appends them by itself.
  const nodeOptions = withHooks({ ...context.envFile, ...own }.NODE_OPTIONS, nodeHooks);
  if (nodeHooks.length > 0 && nodeOptions !== undefined) added.NODE_OPTIONS = nodeOptions;
  // An empty one of the user's turns it off.
  if (hook !== undefined && context.hooks && context.spool !== undefined && effective.SPANLINE_SPOOL === undefined)
    added.SPANLINE_SPOOL = context.spool;
  if (hook === 'python' && context.hooks)
    // The inherited PYTHONPATH is in here: what is set in its stead takes all of its place.
    added.PYTHONPATH = withHookFolder(effective.PYTHONPATH, context.hooks.python, context.pathDelimiter);
  const python =
    hook === 'python' && context.hooks && effective.SPANLINE_AUTO === undefined ? context.pythonSdk : undefined;
  if (python) {
    added.SPANLINE_AUTO = 'on';
    added.SPANLINE_PACKAGES = python.packages;
    added.SPANLINE_REPORT = python.report;
  }
  return {
    kind: 'captured',
    configuration: {
      ...configuration,
      [SESSION_PROPERTY]: context.session,
      ...(python ? { rules: withoutSteps(configuration.rules, python.packages) } : {}),
      ...(property === 'environment'
        ? { environment: toPairs(configuration.environment, added) }
        : { env: { ...toObject(configuration.env), ...added } }),
    },
  };
}

/** debugpy's own way to say which files are no code of the user's: it takes any outside of site-packages for that. */
function withoutSteps(rules: unknown, folder: string): readonly unknown[] {
  return [...(Array.isArray(rules) ? rules : []), { path: `${folder}/**`, include: false }];
}

function toObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

export function fromPairs(value: unknown): Environment {
  if (!Array.isArray(value)) return {};
  return Object.fromEntries(value.filter(isPair).map((pair) => [pair.name, pair.value]));
}

function toPairs(value: unknown, added: Readonly<Record<string, string>>): readonly unknown[] {
  const kept = Array.isArray(value) ? value.filter((pair) => !isPair(pair) || !Object.hasOwn(added, pair.name)) : [];
  return [...kept, ...Object.entries(added).map(([name, text]) => ({ name, value: text }))];
}

function isPair(value: unknown): value is { readonly name: string; readonly value: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'value' in value &&
    typeof value.value === 'string'
  );
}
