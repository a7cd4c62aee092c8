// The files of variables that a debug configuration names. Adapters read them after us: what is in there must be known.

import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { type Environment, type LaunchConfiguration, toEnvironment } from '../../launch/launch-configuration.ts';

export interface EnvFile {
  readonly file: string;
  readonly text: string;
  readonly variables: Environment;
}

/** In their order, of which the last wins; without those that cannot be read, of which the adapter tells itself. */
export async function readEnvFiles({ envFile }: LaunchConfiguration): Promise<readonly EnvFile[]> {
  const files = [envFile].flat().filter((file) => typeof file === 'string');
  const read = await Promise.all(
    files.map((file) =>
      readFile(file, 'utf8').then(
        (text) => ({ file, text, variables: toEnvironment(parseEnv(text)) }),
        () => undefined,
      ),
    ),
  );
  return read.filter((found) => found !== undefined);
}
