// One Chromium for a test file, pages built on the spot, served as the editor serves them.

import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { BODY_CLASSES, type ThemeName, themeVariables } from '../webview/support/themes.ts';

export const ROOT = join(import.meta.dirname, '..', '..');

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export type PageName = 'trace' | 'traces';

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** Device pixels a CSS pixel. */
  readonly scale?: number;
  /** What getState answers. */
  readonly state?: unknown;
  /** Runs before the page's script, in the browser. */
  readonly before?: string;
}

export interface TestBrowser extends AsyncDisposable {
  /** Closes the page that was open before. */
  open(page: PageName, options?: OpenOptions): Promise<Page>;
}

/** Bundles for the browser into memory. */
export async function bundle(entries: Record<string, string>): Promise<Map<string, string>> {
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: entries,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'chrome128',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    outdir: '.cache/webview',
    write: false,
  });
  return new Map(result.outputFiles.map((file) => [file.path.slice(file.path.lastIndexOf('/') + 1), file.text]));
}

export async function launchBrowser(extraArguments: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROME ?? '/usr/bin/chromium',
    args: [...ARGUMENTS, ...extraArguments],
  });
}

export async function startBrowser(): Promise<TestBrowser> {
  const files = await bundle({
    trace: 'webview/pages/trace.tsx',
    traces: 'webview/pages/traces.tsx',
    'host-page': 'test/webview/support/host-page.ts',
  });
  files.set('axe.js', await readFile(join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8'));
  const server = await serveFiles(files);
  const browser = await launchBrowser();
  let context: BrowserContext | undefined;
  return {
    async open(name, options = {}) {
      const { theme = 'dark', width = 1100, height = 600, scale = 1 } = options;
      // Tests look at one page at a time: the one before would only take the processor from it.
      await context?.close();
      context = await browser.newContext({
        viewport: { width, height },
        deviceScaleFactor: scale,
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      page.on('pageerror', (error) => console.error('page error:', error));
      await page.addInitScript(`globalThis.spanlineState = ${JSON.stringify(options.state) ?? 'undefined'};`);
      await page.addInitScript(`{${files.get('host-page.js') ?? ''}}; scriptedHost.state = globalThis.spanlineState;`);
      if (options.before !== undefined) await page.addInitScript(options.before);
      await page.goto(`http://127.0.0.1:${portOf(server)}/${name}.html?theme=${theme}`);
      return page;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      server.close();
    },
  };
}

const TYPES: Record<string, string> = { js: 'text/javascript', css: 'text/css', html: 'text/html' };

async function serveFiles(files: ReadonlyMap<string, string>): Promise<Server> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const name = url.pathname.slice(1);
    const extension = name.slice(name.lastIndexOf('.') + 1);
    const theme = url.searchParams.get('theme');
    const body = extension === 'html' ? pageHtml(name.replace('.html', ''), toTheme(theme)) : files.get(name);
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': `${TYPES[extension] ?? 'text/plain'}; charset=utf-8`,
      // As strict as the host's, but that the server's origin stands for the webview's.
      'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-theme'",
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

function toTheme(name: string | null): ThemeName {
  return name === 'light' || name === 'hc-dark' || name === 'hc-light' ? name : 'dark';
}

function pageHtml(name: string, theme: ThemeName): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title>
<style nonce="theme">:root { ${themeVariables(theme)} } ::-webkit-scrollbar { width: 10px; height: 10px }
::-webkit-scrollbar-thumb { background: var(--vscode-scrollbarSlider-background) }</style>
<link rel="stylesheet" href="${name}.css"></head>
<body class="${BODY_CLASSES[theme]}"><main id="app" data-page="${name}"></main>
<script type="module" src="${name}.js"></script></body></html>`;
}
