// A debug configuration in, a debug configuration out: what a launch needs so that its spans arrive. Pure and idempotent.

import { debugTypeOf } from './debug-type.ts';
import { type HookContext, hookEnvironment } from './hook-environment.ts';
import { type Environment, type LaunchConfiguration, SESSION_PROPERTY, toEnvironment } from './launch-configuration.ts';
import { otlpEnvironment, ownExport } from './otlp-environment.ts';

export interface LaunchContext extends HookContext {
  readonly port: number;
  readonly session: string;
  /** Of the extension host, which the program inherits. */
  readonly inherited: Environment;
  /** What the configuration's envFile says, where the adapter reads it after us. */
  readonly envFile: Environment;
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
  // js-debug appends the inherited NODE_OPTIONS by itself.
  const { NODE_OPTIONS } = { ...context.envFile, ...own };
  Object.assign(added, hookEnvironment({ ...effective, NODE_OPTIONS }, hook === undefined ? [] : [hook], context));
  return {
    kind: 'captured',
    configuration: {
      ...configuration,
      [SESSION_PROPERTY]: context.session,
      ...(property === 'environment'
        ? { environment: toPairs(configuration.environment, added) }
        : { env: { ...toObject(configuration.env), ...added } }),
    },
  };
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
