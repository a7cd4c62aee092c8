// Installs what a package-lock.json names, unless exactly that is there already.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { npm } from '../base/npm.mjs';
import { step } from '../base/step.mjs';

/** @param {string} folder one that holds a package-lock.json
 * @returns {Promise<void>} */
export async function installDependencies(folder) {
  if (isInstalled(folder)) return;
  await step(`installing npm packages of ${basename(folder)}`, () =>
    npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: folder,
      purpose: `installing the packages of ${folder}`,
    }),
  );
}

/**
 * npm writes node_modules/.package-lock.json at the very end of an install: comparing it with the lock also tells
 * a half-finished install, and accepts one made by hand.
 * @param {string} folder
 */
function isInstalled(folder) {
  const wanted = readPackages(join(folder, 'package-lock.json'));
  const present = readPackages(join(folder, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional === true || present[path]?.version === version,
  );
}

/** @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }> | undefined} */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
