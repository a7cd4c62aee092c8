// npm start: opens the example in VS Code with the extension of this repository; with --check a machine looks at it.
import { resolve } from 'node:path';
import { readArguments } from './base/arguments.ts';
import { main } from './base/failure.mjs';
import { EXAMPLE, ROOT } from './base/paths.ts';
import { packageExtension } from './bundle/package-extension.ts';
import { runCheck } from './check/run-check.ts';
import { findProgram } from './install/find-program.ts';
import { prepareWorkspace } from './install/workspace.ts';
import { startDesktop } from './start/desktop.ts';
import { startInBrowser } from './start/in-browser.ts';

await main(async () => {
  const { values } = readArguments(
    {
      check: { type: 'boolean', default: false },
      browser: { type: 'boolean', default: false },
      screenshot: { type: 'string', default: '.cache/check/picture.png' },
    },
    'npm start [-- --browser | --check [--screenshot file.png]]',
  );
  await prepareWorkspace(EXAMPLE);
  const vsix = await packageExtension();
  const code = values.browser ? undefined : findProgram('code');
  if (values.check) await runCheck(vsix, resolve(ROOT, values.screenshot));
  else if (code !== undefined) await startDesktop(code, vsix);
  else await startInBrowser(vsix);
});
