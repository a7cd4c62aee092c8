// Opens the example in npm's editor, for the user's browser, until Ctrl-C.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startServer } from '../../test/workbench/run/server.ts';
import { EXAMPLE, TOOLS } from '../base/paths.ts';
import { ensureEditor } from '../install/editor.ts';
import { NEXT_STEP, START_SETTINGS } from './first-look.ts';

const HOME = join(TOOLS, 'start');

export async function startInBrowser(vsix: string): Promise<void> {
  const lane = await ensureEditor('newest');
  const data = join(HOME, 'data');
  mkdirSync(join(data, 'User'), { recursive: true });
  writeFileSync(join(data, 'User', 'settings.json'), JSON.stringify(START_SETTINGS));
  const server = await startServer({
    lane,
    data,
    extensions: join(HOME, 'extensions'),
    config: join(HOME, 'config.yaml'),
    log: join(HOME, 'server.log'),
    cwd: HOME,
    vsix: [vsix],
    trust: false,
    env: {},
  });
  process.stdout.write(
    `\n  http://${server.address}/?folder=${encodeURIComponent(EXAMPLE)}\n\nOpen it in a browser. ${NEXT_STEP} Ctrl-C here ends it.\n`,
  );
  // Our own end, by a signal, ends its process group: see process-group.ts.
  await new Promise((resolve) => server.group.leader.once('exit', resolve));
}
