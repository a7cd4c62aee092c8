// Opens a folder in one of npm's editors, in a headless browser: the editor's server, the page, and their end.
import { readFileSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { createDeferred } from './deferred.ts';
import { type Ending, handOver } from './handover.ts';
import { createHands } from './hands.ts';
import type { EditorLane } from './lane.ts';
import { type Outside, serveOutside } from './outside.ts';
import { QUIET_SETTINGS, trustSettings } from './quiet-settings.ts';
import { createScratch } from './scratch.ts';
import { startServer } from './server.ts';

export interface EditorRequest {
  readonly lane: EditorLane;
  /** The browser's program. */
  readonly browser: string;
  /** A folder or a .code-workspace file, opened as it is: copy it first if it must stay clean. */
  readonly workspace: string;
  /** Folders of unpacked extensions, loaded as under development. */
  readonly extensions?: readonly string[];
  /** Packaged extensions, installed as a user installs them. */
  readonly vsix?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Workspace Trust on: the workspace opens in Restricted Mode. */
  readonly trust?: boolean;
  /** A CommonJS file exporting run(), which is loaded in the extension host. */
  readonly suite?: string;
  /** More variables for the server, its extension hosts and the programs under debug. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where screenshots go. */
  readonly evidence: string;
}

export interface OpenEditor {
  readonly page: Page;
  /** How the suite ended; never settles without one. */
  readonly ended: Promise<Ending>;
  webview(selector: string, waitMs?: number): Promise<Frame>;
  /** What the server and the workbench logged. */
  logs(): string;
  /** Keeps a picture of the window and all logs, those of Output channels too, in the evidence folder. */
  keepEvidence(): Promise<void>;
  close(): Promise<void>;
}

export async function openEditor(request: EditorRequest): Promise<OpenEditor> {
  const trust = request.trust ?? false;
  const scratch = createScratch({ ...QUIET_SETTINGS, ...trustSettings(trust), ...request.settings });
  const ends: (() => Promise<void> | void)[] = [() => scratch.remove()];
  const close = async (): Promise<void> => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  };
  try {
    const page = createDeferred<Page>();
    const outside: Outside = await serveOutside(async () => [
      await page.promise,
      createHands(await page.promise, request.evidence),
    ]);
    ends.push(() => outside.close());
    const log = scratch.file('server.log');
    const server = await startServer({
      lane: request.lane,
      data: scratch.data,
      extensions: scratch.extensions,
      config: scratch.file('config.yaml'),
      log,
      cwd: scratch.home,
      vsix: request.vsix ?? [],
      trust,
      env: {
        HOME: scratch.home,
        XDG_CONFIG_HOME: join(scratch.home, '.config'),
        XDG_DATA_HOME: join(scratch.home, '.local', 'share'),
        XDG_RUNTIME_DIR: scratch.runtime,
        SPANLINE_TEST_OUTSIDE: outside.url,
        ...request.env,
      },
    });
    ends.push(() => server.group.end());
    const browser = await openBrowser(request.browser, scratch.browser);
    ends.push(() => browser.context.close().catch(() => undefined));
    const { ended, errors } = await handOver(browser.page, {
      address: server.address,
      extensions: (request.extensions ?? []).map((folder) => resolve(folder)),
      suite: request.suite,
    });
    const kind = request.workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
    await browser.page.goto(`http://${server.address}/?${kind}=${encodeURIComponent(resolve(request.workspace))}`, {
      waitUntil: 'domcontentloaded',
    });
    page.resolve(browser.page);
    const hands = createHands(browser.page, request.evidence);
    const logs = (): string => `${readFileSync(log, 'utf8')}\n--- errors of the workbench ---\n${errors.join('\n')}\n`;
    return {
      page: browser.page,
      ended,
      webview: hands.webview,
      logs,
      async keepEvidence() {
        await mkdir(request.evidence, { recursive: true });
        await writeFile(join(request.evidence, 'log.txt'), logs());
        await keepLogs(scratch.data, request.evidence);
        await hands.screenshot('failure').catch(() => undefined);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The extension hosts' logs hold what extensions wrote to their Output channels. */
async function keepLogs(data: string, evidence: string): Promise<void> {
  const target = join(evidence, 'logs');
  await rm(target, { recursive: true, force: true });
  await cp(join(data, 'logs'), target, { recursive: true }).catch(() => undefined);
}
