// Runs, outside of the editor, the functions that a suite inside it sends as text (see ../ui.ts).
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { runInThisContext } from 'node:vm';
import type { Page } from 'playwright-core';
import type { EditorHands } from './hands.ts';

export interface Outside {
  readonly url: string;
  close(): void;
}

/** The page is asked for when it is needed: the suite may start before there is one. */
export async function serveOutside(hands: () => Promise<readonly [Page, EditorHands]>): Promise<Outside> {
  const server = createServer(async (request, response) => {
    try {
      const { source, args } = JSON.parse(await text(request));
      const value: unknown = await runInThisContext(`(${source})`)(...(await hands()), ...args);
      response.end(JSON.stringify({ value }));
    } catch (error) {
      response.end(JSON.stringify({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port for the outside');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
