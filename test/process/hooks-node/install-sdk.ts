/** Installs a pinned OpenTelemetry SDK once a lock file, outside of the fixtures, for programs to run beside. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CACHE, fixture, fromRoot } from './place.ts';

export type Sdk = 'sdk-1' | 'sdk-2' | 'sdk-3';
/** Or an SDK with frameworks and their instrumentations, or what brings TypeScript to Node. */
export type Installed = Sdk | 'frameworks-1' | 'frameworks-3' | 'transpilers';

const ALL: readonly Sdk[] = ['sdk-1', 'sdk-2', 'sdk-3'];

/** Those that this Node cannot run. */
export const MISSING_SDKS: readonly { readonly sdk: Sdk; readonly why: string }[] = isAtLeast(22, 15)
  ? []
  : [{ sdk: 'sdk-3', why: `it asks for Node 22.15, this is ${process.versions.node}` }];

export const SDKS: readonly Sdk[] = ALL.filter((sdk) => MISSING_SDKS.every((missing) => missing.sdk !== sdk));

/** The folder whose `node_modules` holds it. */
export function installSdk(sdk: Installed): Promise<string> {
  return installLocked(fixture(sdk));
}

/** For a folder with a package.json and its lock: the folder whose `node_modules` holds what they name. */
export async function installLocked(from: string): Promise<string> {
  const lock = await readFile(join(from, 'package-lock.json'));
  const parent = fromRoot(CACHE, 'fixtures');
  const target = join(parent, createHash('sha256').update(lock).digest('hex').slice(0, 16));
  if (existsSync(join(target, 'node_modules'))) return target;
  await mkdir(parent, { recursive: true });
  const draft = await mkdtemp(join(parent, 'draft-'));
  for (const name of ['package.json', 'package-lock.json']) await copyFile(join(from, name), join(draft, name));
  await copyFile(fromRoot('.npmrc'), join(draft, '.npmrc'));
  await promisify(execFile)(process.execPath, [npmCli(), 'ci', '--ignore-scripts'], { cwd: draft });
  try {
    await rename(draft, target);
  } catch (error) {
    // Another test file was faster.
    if (!existsSync(join(target, 'node_modules'))) throw error;
    await rm(draft, { recursive: true });
  }
  return target;
}

/** npm is a script: run by this Node, it needs no shell on any platform. */
function npmCli(): string {
  const given = process.env.npm_execpath;
  if (given?.endsWith('.js')) return given;
  const beside = [join('..', 'lib', 'node_modules'), 'node_modules'].map((modules) =>
    join(dirname(process.execPath), modules, 'npm', 'bin', 'npm-cli.js'),
  );
  const onPath = (process.env.PATH ?? '')
    .split(process.platform === 'win32' ? ';' : ':')
    .flatMap((folder) => [
      join(folder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
      join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    ]);
  const found = [...beside, ...onPath].find((path) => existsSync(path));
  if (found === undefined) throw new Error('npm was not found beside Node nor on PATH');
  return found;
}

function isAtLeast(major: number, minor: number): boolean {
  const [ours = 0, oursMinor = 0] = process.versions.node.split('.').map(Number);
  return ours > major || (ours === major && oursMinor >= minor);
}
