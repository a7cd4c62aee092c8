// Finds a Chrome or Chromium, or installs one: the webview and workbench tests look at pages through it.
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Failure } from '../base/failure.mjs';
import { nodeTool } from '../base/node-tool.ts';
import { step } from '../base/step.mjs';
import { canInstallDebianPackages, installDebianPackages } from './debian.ts';
import { findProgram, isProgram } from './find-program.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const USUAL_PLACES: Readonly<Record<string, readonly string[]>> = {
  linux: ['/usr/bin/chromium', '/usr/bin/google-chrome', '/opt/google/chrome/chrome'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
};

/** The path of a browser's program. */
export async function ensureBrowser(): Promise<string> {
  const chosen = process.env.CHROME;
  if (chosen !== undefined && chosen !== '') {
    if (isProgram(chosen)) return chosen;
    throw new Failure(
      'the browser named by CHROME is not there',
      `${chosen} is no program`,
      'correct or unset the variable CHROME',
    );
  }
  const found = findBrowser();
  if (found !== undefined) return found;
  if (canInstallDebianPackages()) await installDebianPackages(['chromium']);
  else await downloadBrowser();
  const installed = findBrowser();
  if (installed !== undefined) return installed;
  throw new Failure(
    'no browser after installing one',
    'none is at the usual places',
    'set the variable CHROME to a Chrome or Chromium',
  );
}

function findBrowser(): string | undefined {
  const places = [...NAMES.map(findProgram), ...(USUAL_PLACES[process.platform] ?? []), chromium.executablePath()];
  return places.find((place) => place !== undefined && isProgram(place));
}

async function downloadBrowser(): Promise<void> {
  const { code, output } = await step('downloading Chromium', () =>
    nodeTool('playwright-core/cli.js', ['install', 'chromium']),
  );
  if (code === 0) return;
  throw new Failure(
    'there is no Chrome or Chromium, and none could be downloaded',
    output.slice(-1500),
    'install Chrome or Chromium with what your system uses for that, or set the variable CHROME to one',
  );
}
