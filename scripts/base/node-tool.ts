// Runs the command-line tool of an npm package on the Node that runs this script, never on the one of the PATH.
import { join } from 'node:path';
import { ROOT } from './paths.ts';
import { type Finished, run } from './run.ts';

export function nodeTool(
  entry: string,
  args: readonly string[],
  options: { readonly show?: boolean; readonly cwd?: string } = {},
): Promise<Finished> {
  return run(process.execPath, [join(ROOT, 'node_modules', entry), ...args], options);
}
