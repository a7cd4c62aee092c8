// The compiler that a few native modules of the npm editor are built with.
import { Failure } from '../base/failure.mjs';
import { canInstallDebianPackages, installDebianPackages } from './debian.ts';
import { findProgram } from './find-program.ts';

const PROGRAMS = process.platform === 'darwin' ? ['c++', 'make', 'python3'] : ['g++', 'make', 'python3'];

export async function ensureCompiler(): Promise<void> {
  if (missing().length > 0 && canInstallDebianPackages()) await installDebianPackages(missing());
  const lacking = missing();
  if (lacking.length === 0) return;
  throw new Failure(
    `missing on the PATH: ${lacking.join(', ')}`,
    'the npm editor that the workbench tests run in has native modules, which are compiled here',
    process.platform === 'darwin'
      ? 'run "xcode-select --install"'
      : `install ${lacking.join(' and ')} with your system's package tool`,
  );
}

function missing(): readonly string[] {
  return PROGRAMS.filter((name) => findProgram(name) === undefined);
}
