/** A folder beside an installed SDK, with the fixture programs in it: there they resolve the SDK as any program would. */
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Installed, installSdk } from './install-sdk.ts';
import { fixture } from './place.ts';

export interface Stage extends AsyncDisposable {
  readonly folder: string;
}

export async function createStage(sdk: Installed): Promise<Stage> {
  const folder = await mkdtemp(join(await installSdk(sdk), 'stage-'));
  await cp(fixture('programs'), folder, { recursive: true });
  await cp(fixture('plain'), folder, { recursive: true });
  await cp(fixture('frameworks'), folder, { recursive: true });
  await cp(fixture(sdk, 'setup.cjs'), join(folder, 'setup.cjs'));
  // Not a dependency by name alone: it must lie where dependencies lie.
  await mkdir(join(folder, 'node_modules'));
  await cp(fixture('programs', 'framework'), join(folder, 'node_modules', 'framework'), { recursive: true });
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
