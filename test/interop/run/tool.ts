// Toolchains of other languages: those of the user, where there are any.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export const tool = {
  /** A sentence, where it is not on PATH. */
  async missing(name: string): Promise<string | undefined> {
    const args = name === 'go' ? ['version'] : ['--version'];
    return await execute(name, args).then(
      () => undefined,
      () => `no ${name} on PATH`,
    );
  },
  async run(
    name: string,
    args: readonly string[],
    cwd: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const { stdout } = await execute(name, args, { cwd, env: { ...process.env, ...env }, maxBuffer: 64 << 20 });
    return stdout;
  },
};
