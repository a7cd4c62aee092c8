// What a launch, a task or a terminal is given so that its spans arrive: asked for when there is one, as the first look starts
// the child and its socket.

import { delimiter, join } from 'node:path';
import type { HookContext } from '../../launch/hook-environment.ts';
import { workspaceRoots } from '../editor/workspace-roots.ts';
import type { Services } from './services.ts';

type Needs = Pick<Services, 'settings' | 'telemetry' | 'hookFolder' | 'pythonPackages'>;

/** `firstPort` is tried where nothing listens yet. */
export async function captureContext(
  { settings, telemetry, hookFolder, pythonPackages }: Needs,
  firstPort = 0,
): Promise<HookContext & { readonly port: number }> {
  const [callSites, autoInstrument] = [settings.get('capture.callSites'), settings.get('capture.autoInstrument')];
  const folder = await hookFolder();
  return {
    port: await telemetry.listen(workspaceRoots(), firstPort),
    // Known once it listens.
    spool: telemetry.spool,
    hooks: callSites ? { node: join(folder, 'node.cjs'), python: join(folder, 'python') } : undefined,
    // Nothing is installed for it, so there is nothing to ask.
    nodeSdk: autoInstrument === 'off' ? undefined : join(folder, 'node-sdk.cjs'),
    pythonSdk: autoInstrument === 'off' ? undefined : { packages: pythonPackages.folder },
    isApart: settings.get('forward.endpoint') !== '' && !settings.get('forward.callSites'),
    pathDelimiter: delimiter,
  };
}
