// What a terminal, or a task in one, needs so that spans of programs started there arrive. Pure; text in, text out.

import { type HookContext, hookEnvironment, nodeHooks } from './hook-environment.ts';
import { type Environment, isSet } from './launch-configuration.ts';
import { withHooks } from './node-options.ts';
import { otlpEnvironment, ownExport, tracesEndpoint } from './otlp-environment.ts';

export interface TerminalContext extends HookContext {
  readonly port: number;
  readonly session: string;
}

export type TerminalPlan<T> =
  | { readonly kind: 'captured'; readonly variables: T }
  /** `why` is a sentence for the user. */
  | { readonly kind: 'left'; readonly why: string };

/** How the editor changes a variable of all new terminals: it can put text in its place, before it or behind it. */
export interface TerminalVariable {
  readonly name: string;
  readonly how: 'replace' | 'append' | 'prepend';
  readonly text: string;
}

const RUNTIMES = ['node', 'python'] as const;

/** `environment`: all that the terminal would have without us. What is answered stands in place of what is there. */
export function terminalEnvironment(
  environment: Environment,
  context: TerminalContext,
): TerminalPlan<Readonly<Record<string, string>>> {
  const directed = ownExport(environment);
  if (directed !== undefined) return { kind: 'left', why: whyLeft(directed) };
  const { port, session } = context;
  return {
    kind: 'captured',
    variables: {
      ...otlpEnvironment(environment, port, session),
      ...hookEnvironment(environment, RUNTIMES, context),
      // By these the hooks know what is ours, and give way to a command that sets a destination of its own.
      SPANLINE_TERMINAL: `${session} ${tracesEndpoint(port)}`,
    },
  };
}

/**
 * The same for all new terminals. `base`: what they have in common; `others`: what single tasks and profiles set as well,
 * which would be replaced unseen.
 */
export function terminalVariables(
  base: Environment,
  others: Environment,
  context: TerminalContext,
): TerminalPlan<readonly TerminalVariable[]> {
  const plan = terminalEnvironment(base, context);
  if (plan.kind === 'left') return plan;
  const names = Object.keys(plan.variables);
  const directed = names.find((name) => name.startsWith('OTEL_EXPORTER_') && isSet(others, name));
  if (directed !== undefined)
    return {
      kind: 'left',
      why: `${directed} is set for a task or a terminal profile, and would be replaced there: no terminal is captured.`,
    };
  return {
    kind: 'captured',
    variables: Object.entries(plan.variables).flatMap(([name, text]): readonly TerminalVariable[] => {
      if (name === 'NODE_OPTIONS') return behind(base, context);
      if (name === 'PYTHONPATH') return before(base, context);
      return others[name] === undefined ? [{ name, how: 'replace', text }] : [];
    }),
  };
}

/** The text of the variable is known only in the terminal: js-debug puts its own before it. */
function behind({ NODE_OPTIONS }: Environment, context: TerminalContext): readonly TerminalVariable[] {
  const missing = nodeHooks(context).filter((hook) => withHooks(NODE_OPTIONS, [hook]) !== NODE_OPTIONS);
  const text = withHooks(undefined, missing);
  return text === undefined ? [] : [{ name: 'NODE_OPTIONS', how: 'append', text: ` ${text}` }];
}

/**
 * Without a delimiter behind it where nothing follows: an empty entry is the current folder. A task may have one of its own all
 * the same, which then sticks to the folder: it is named twice, so that Python finds the hook, which mends the second.
 */
function before({ PYTHONPATH }: Environment, { hooks, pathDelimiter }: TerminalContext): readonly TerminalVariable[] {
  if (!hooks) return [];
  const text = `${hooks.python}${pathDelimiter}${PYTHONPATH ? '' : hooks.python}`;
  return [{ name: 'PYTHONPATH', how: 'prepend', text }];
}

function whyLeft(variable: string): string {
  return `${variable} is set for terminals: traces go where that says, and none are captured here.`;
}
