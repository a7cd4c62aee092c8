/** The doctor's facts of one launch of a fixture, read from the disk as in the editor. */
import { join } from 'node:path';
import type { DoctorFacts } from '../../../src/doctor/facts.ts';
import { gatherLaunch } from '../../../src/host/features/doctor/launch-facts.ts';
import { type LaunchConfiguration, SESSION_PROPERTY } from '../../../src/launch/launch-configuration.ts';

export const OUR_PORT = 4999;

export function factsOf(launches: DoctorFacts['launches']): DoctorFacts {
  return {
    platform: 'linux',
    isTrusted: true,
    isEnabled: true,
    failure: undefined,
    port: OUR_PORT,
    receiver: undefined,
    isAutoInstrumentOff: false,
    isAttachOff: false,
    terminals: { kind: 'off', isUsed: false },
    launches,
  };
}

export async function judgeFixture(
  name: string,
  configure: (root: string) => LaunchConfiguration,
): Promise<{ readonly facts: DoctorFacts; readonly root: string }> {
  const root = join(import.meta.dirname, 'fixtures', name);
  const configuration: LaunchConfiguration = { ...configure(root), [SESSION_PROPERTY]: 'key' };
  const launch = { name: String(configuration.name), configuration, root, output: [], inherited: {} };
  const facts = factsOf([await gatherLaunch(launch, AbortSignal.timeout(20_000))]);
  return { facts, root };
}
