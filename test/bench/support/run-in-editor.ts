// Runs one suite of a bench in the newest editor and gives back what it measured.
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { packageExtension, unpackExtension } from '../../../scripts/bundle/package-extension.ts';
import { ensureBrowser } from '../../../scripts/install/browser.ts';
import { ensureEditor } from '../../../scripts/install/editor.ts';
import { openEditor } from '../../workbench/run/open-editor.ts';
import { BENCH_CACHE } from './places.ts';

export interface EditorRun {
  /** The suite's file: it exports run(), which leaves its result with leaveResult(). */
  readonly suite: string;
  readonly workspace: string;
  readonly extensions: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
}

/** The extension as it ships, unpacked; packaged once a process. */
export async function packagedExtension(): Promise<string> {
  return unpackExtension(await packageExtension());
}

export async function runInEditor(run: EditorRun): Promise<unknown> {
  const [browser, lane] = [await ensureBrowser(), await ensureEditor('newest')];
  const evidence = join(BENCH_CACHE, 'editor');
  const suite = join(evidence, 'suite.cjs');
  const result = join(evidence, 'result.json');
  await rm(evidence, { recursive: true, force: true });
  await mkdir(evidence, { recursive: true });
  await build({
    entryPoints: [run.suite],
    outfile: suite,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    external: ['vscode'],
    logLevel: 'error',
  });
  const editor = await openEditor({
    ...{ lane, browser, suite, evidence, workspace: run.workspace, extensions: run.extensions },
    env: { ...run.env, SPANLINE_BENCH_RESULT: result },
  });
  try {
    const late = AbortSignal.timeout(run.timeoutSeconds * 1000);
    const lateness = new Promise((_resolve, reject) => late.addEventListener('abort', () => reject(late.reason)));
    await Promise.race([editor.ended, lateness]);
    return JSON.parse(await readFile(result, 'utf8'));
  } catch (error) {
    await editor.keepEvidence();
    throw new Error(`the suite left no result; picture and logs are in ${evidence}:\n${editor.logs().slice(-2000)}`, {
      cause: error,
    });
  } finally {
    await editor.close();
  }
}
