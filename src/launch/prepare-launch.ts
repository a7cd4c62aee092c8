// A debug configuration in, a debug configuration out: what a launch needs so that its spans arrive. Pure and idempotent.

import type { OtlpDestination } from '../model/otlp-destination.ts';
import type { RunAgain } from '../model/run-again.ts';
import { parseCaptureWish } from './capture-wish.ts';
import { debugTypeOf } from './debug-type.ts';
import { directTraces } from './direct-traces.ts';
import { type HookContext, hookEnvironment } from './hook-environment.ts';
import {
  type Environment,
  type LaunchConfiguration,
  LEFT_PROPERTY,
  SESSION_PROPERTY,
  toEnvironment,
} from './launch-configuration.ts';

export interface LaunchContext extends HookContext {
  readonly port: number;
  readonly session: string;
  /** Of the extension host, which the program inherits. */
  readonly inherited: Environment;
  /** What the configuration's envFile says, where the adapter reads it after us. */
  readonly envFile: Environment;
}

export type LaunchPlan =
  /** `forward`: where its spans are passed on to, under the session's key; undefined where they are not. */
  | {
      readonly kind: 'captured';
      readonly configuration: LaunchConfiguration;
      readonly forward: OtlpDestination | undefined;
    }
  /** Nothing that the program sees is changed. `why` is a sentence for the user; undefined where there is nothing to say. */
  | {
      readonly kind: 'left';
      readonly configuration: LaunchConfiguration;
      readonly why: string | undefined;
      readonly offers: readonly RunAgain[];
    };

/** Whether it is worth starting anything for this configuration: all that can be told without a port. */
export function wantsCapture(configuration: LaunchConfiguration): boolean {
  return (
    configuration.request === 'launch' &&
    configuration.spanline !== false &&
    configuration[SESSION_PROPERTY] === undefined &&
    configuration[LEFT_PROPERTY] === undefined &&
    // Child sessions of js-debug and debugpy: their program runs already.
    configuration.__pendingTargetId === undefined &&
    configuration.subProcessId === undefined &&
    debugTypeOf(configuration.type).environment !== undefined
  );
}

export function prepareLaunch(configuration: LaunchConfiguration, context: LaunchContext): LaunchPlan {
  if (!wantsCapture(configuration)) return { kind: 'left', configuration, why: undefined, offers: [] };
  const { environment: property, hook } = debugTypeOf(configuration.type);
  const own = property === 'environment' ? fromPairs(configuration.environment) : toEnvironment(configuration.env);
  const effective: Environment = { ...context.inherited, ...context.envFile, ...own };
  const leave = (why: string, offers: readonly RunAgain[]): LaunchPlan => {
    return { kind: 'left', configuration: { ...configuration, [LEFT_PROPERTY]: context.session }, why, offers };
  };
  const wish = parseCaptureWish(configuration.spanline);
  if (!wish.ok) return leave(wish.error, []);
  const direction = directTraces(effective, wish.value, context);
  if (direction.kind === 'elsewhere') return leave(direction.why, direction.offers);
  const { variables: added, forward } = direction;
  // A span that the program makes only with an SDK of ours is none that its backend would get.
  const hooks = forward ? { ...context, nodeSdk: undefined, pythonSdk: undefined } : context;
  // js-debug appends the inherited NODE_OPTIONS by itself.
  const { NODE_OPTIONS } = { ...context.envFile, ...own };
  Object.assign(added, hookEnvironment({ ...effective, NODE_OPTIONS }, hook === undefined ? [] : [hook], hooks));
  const packages = added.SPANLINE_AUTO === undefined ? undefined : hooks.pythonSdk?.packages;
  // A captured terminal, in which it may run, has hooks of its own.
  if (hook !== undefined && forward) Object.assign(added, { SPANLINE_APART: 'on', SPANLINE_AUTO: '' });
  return {
    kind: 'captured',
    forward,
    configuration: {
      ...configuration,
      [SESSION_PROPERTY]: context.session,
      ...(packages === undefined ? {} : { rules: withoutSteps(configuration.rules, packages) }),
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
