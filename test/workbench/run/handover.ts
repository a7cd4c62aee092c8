// Hands extensions under development and a test suite to the workbench, and hears how the suite ended.
//
// A built workbench ignores these in its URL. It does heed its embedder's "developmentOptions", which it reads from a
// <meta> element: an init script adds ours to what it reads there. (Answering for the document with page.route does
// not work: such a document has no loopback address space, and Chromium then cuts its WebSockets.)
import type { Page } from 'playwright-core';
import { createDeferred } from './deferred.ts';

export interface Handover {
  /** "127.0.0.1:port" of the server. */
  readonly address: string;
  readonly extensions: readonly string[];
  readonly suite: string | undefined;
}

export interface Ending {
  /** The exit code that the workbench reports, or why there is none. */
  readonly code: number;
  readonly reason?: string;
}

export interface Handed {
  readonly ended: Promise<Ending>;
  /** Errors that the workbench logged, newest last. */
  readonly errors: readonly string[];
}

const ERRORS_KEPT = 50;

export async function handOver(page: Page, { address, extensions, suite }: Handover): Promise<Handed> {
  const errors: string[] = [];
  const { promise: ended, resolve } = createDeferred<Ending>();
  await page.exposeFunction('codeAutomationLog', (level: string, args: readonly unknown[]) => {
    if (level !== 'error') return;
    errors.push(args.map(String).join(' ').slice(0, 1000));
    if (errors.length > ERRORS_KEPT) errors.shift();
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => resolve({ code }));
  page.on('crash', () => resolve({ code: 1, reason: 'the page crashed' }));
  page.on('close', () => resolve({ code: 1, reason: 'the page was closed' }));
  const toUri = (path: string) => ({ scheme: 'vscode-remote', authority: address, path });
  const options = {
    extensions: extensions.map(toUri),
    extensionTestsPath: suite === undefined ? undefined : toUri(suite),
  };
  await page.addInitScript((ours) => {
    const getAttribute = Element.prototype.getAttribute;
    Element.prototype.getAttribute = function (name) {
      const value = getAttribute.call(this, name);
      if (value === null || name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration') return value;
      const configuration = JSON.parse(value);
      configuration.developmentOptions = { ...configuration.developmentOptions, ...ours };
      return JSON.stringify(configuration);
    };
  }, options);
  return { ended, errors };
}
