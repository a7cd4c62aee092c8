// Debian's packages, where we may install them: as root, on a system that has apt-get.
import { existsSync } from 'node:fs';
import { must } from '../base/run.ts';
import { step } from '../base/step.mjs';

export function canInstallDebianPackages(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

export async function installDebianPackages(packages: readonly string[]): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt-get may be at work: wait for its lock instead of failing.
  const lock = ['-o', 'DPkg::Lock::Timeout=300'];
  const remedy = `install ${packages.join(' and ')} yourself, or make the package mirror reachable, and run the same command again`;
  await step(`installing Debian's ${packages.join(', ')}`, async () => {
    await must('apt-get', [...lock, 'update', '-qq'], remedy, { env });
    await must('apt-get', [...lock, 'install', '-y', '-qq', '--no-install-recommends', ...packages], remedy, { env });
  });
}
