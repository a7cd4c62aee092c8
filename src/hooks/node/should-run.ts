/** Whether a process is one of the user's own: NODE_OPTIONS reaches every Node below the launch, package managers included. */

const OLDEST_NODE = 18;

/** Bare names of scripts that start the user's program, or work beside it, and trace nothing themselves. */
const TOOL =
  /^(?:np[mx](?:-cli)?|yarn(?:-[\d.]+)?|yarnpkg|pnp[mx]|corepack|node-gyp|npm-run-all|run-[ps]|concurrently|cross-env(?:-shell)?|nodemon|husky|lint-staged|tsc|tsserver|eslint|stylelint|prettier|esbuild)$/;

export interface RuntimeVersions {
  readonly node?: string | undefined;
  readonly bun?: string | undefined;
}

export interface HookEnvironment {
  readonly SPANLINE_HOOK?: string | undefined;
}

export function shouldRun(versions: RuntimeVersions, script: string | undefined, env: HookEnvironment): boolean {
  if (env.SPANLINE_HOOK === 'off') return false;
  if (versions.bun !== undefined) return false;
  // NaN (no version at all) fails the comparison as well.
  if (!(Number.parseInt(versions.node ?? '', 10) >= OLDEST_NODE)) return false;
  return script === undefined || !isTool(script);
}

function isTool(script: string): boolean {
  const name = script.slice(Math.max(script.lastIndexOf('/'), script.lastIndexOf('\\')) + 1);
  return TOOL.test(name.replace(/\.[cm]?js$/, ''));
}
