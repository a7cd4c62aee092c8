/** What hooks tell of Python programs reaches the editor once, whoever writes what into that folder, and nothing stays there. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createPythonReports, type SessionReport } from '../../../src/host/services/python-reports.ts';
import { eventuallyIs } from '../../support/eventually.ts';
import { createScratch } from '../../support/telemetry-child.ts';

const TRACED = { state: 'traced' } as const;

describe('reports of Python programs', () => {
  it('come of each process, in its form alone, and are forgotten with the window', async () => {
    await using scratch = await createScratch();
    const folder = join(scratch.path, 'reports');
    const log: string[] = [];
    const heard: SessionReport[] = [];
    {
      using reports = createPythonReports(folder, (message) => log.push(message));
      reports.onReport((told) => heard.push(told));
      assert.equal(existsSync(folder), false, 'nothing before a launch');
      const [one, two] = await Promise.all([reports.expect('one', 'shop'), reports.expect('two', 'bakery')]);
      await tell(`${one}.1`, JSON.stringify(TRACED));
      await tell(`${two}.2`, 'no JSON');
      await tell(`${two}.3`, 'x'.repeat(100_000));
      await tell(`${two}.4`, JSON.stringify({ state: 'failed', reason: 'a' }));
      await writeFile(join(folder, 'other'), '{"state":"traced"}');
      await eventuallyIs(
        async () => readdir(folder),
        (names) => names.length === 1 && names[0] === 'other',
      );
      const bySession = heard.toSorted((a, b) => (a.session < b.session ? -1 : 1));
      assert.deepEqual(bySession, [
        { session: 'one', name: 'shop', report: TRACED },
        { session: 'two', name: 'bakery', report: { state: 'failed', reason: 'a' } },
      ]);
      assert.deepEqual([reports.of('one'), reports.of('three'), reports.of(undefined)], [TRACED, undefined, undefined]);
      await reports.look();
      assert.equal(heard.length, 2, 'once');
    }
    assert.equal(existsSync(folder), false);
    assert.deepEqual(log, []);
  });
});

/** As the hook does: whole when it has its name. */
async function tell(target: string, text: string): Promise<void> {
  await writeFile(`${target}.draft`, text);
  await rename(`${target}.draft`, `${target}.json`);
}
