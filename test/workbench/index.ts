// Runs all suites beside it with mocha in an extension host; what an editor loads as its "extension tests".
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

export async function run(): Promise<void> {
  // Stacks then name the lines of the suites as they were written.
  process.setSourceMapsEnabled(true);
  const { SPANLINE_TEST_LINES: lines, SPANLINE_TEST_RESULT: result } = process.env;
  if (lines !== undefined) {
    // The console of an extension host reaches nobody: the runner outside shows what is in this file.
    console.log = Mocha.reporters.Base.consoleLog = (...args: readonly unknown[]) =>
      appendFileSync(lines, `${format(...args)}\n`);
  }
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 30_000, reporter: 'spec' });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.test.cjs')) mocha.addFile(join(__dirname, name));
  }
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run((failures) => {
      // The proof that the suite came to its end: a host that dies would pass without it.
      if (result !== undefined) writeFileSync(result, JSON.stringify(runner.stats));
      if (failures === 0) resolve();
      else reject(new Error(`${failures} failed`));
    });
  });
}
