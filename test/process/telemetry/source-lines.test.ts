// Spans and their lines over the real disk: statistics of a file, and files outside of the workspace that nobody opens.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { createScratch, startTelemetry, type TelemetryChild } from '../../support/telemetry-child.ts';
import { type SpanSpec, spanId, traceId } from '../../support/trace-request.ts';

/** Line 1 comes from line 3 of the source. */
const toMap = (source: string) => JSON.stringify({ version: 3, sources: [source], names: [], mappings: 'AAEI' });

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

function madeAt(file: string, line: number, more: Partial<SpanSpec> = {}): SpanSpec {
  return { id: spanId(1), attributes: { 'code.file.path': file, 'code.line.number': line }, ...more };
}

async function siteOf(child: TelemetryChild, spec: SpanSpec) {
  await child.send([spec]);
  const { rows } = await child.store.traces({ filter: {}, first: 0, count: 1 });
  const layout = rows[0] && (await child.store.trace(rows[0].id, undefined));
  const row = typeof layout === 'object' ? layout.row.at(-1) : undefined;
  // A row of the store's answer.
  const span = row === undefined ? undefined : await child.store.span(row as Parameters<typeof child.store.span>[0]);
  return span?.site;
}

suite('the lines of a workspace', () => {
  test('have statistics, through source maps, and narrow the list of traces', async () => {
    await using scratch = await createScratch();
    const root = await realpath(scratch.path);
    await write(join(root, 'src', 'a.ts'), 'written');
    await write(join(root, 'dist', 'a.js'), 'ran\n//# sourceMappingURL=a.js.map');
    await write(join(root, 'dist', 'a.js.map'), toMap('../src/a.ts'));
    await using child = await startTelemetry();
    await child.api.setRoots([root]);
    const generated = join(root, 'dist', 'a.js');
    const source = join(root, 'src', 'a.ts');
    await child.send([
      madeAt(generated, 1, { trace: traceId(1), name: 'GET', duration: 1_000_000 }),
      madeAt(source, 3, { trace: traceId(2), name: 'GET', duration: 3_000_000, error: true }),
      madeAt(source, 8, { trace: traceId(3), name: 'POST' }),
      // Placed by guess: a lens does not count it.
      madeAt(source, 8, {
        trace: traceId(4),
        attributes: { 'code.file.path': source, 'code.line.number': 8, 'spanline.code.origin': 'first-user-frame' },
      }),
    ]);
    const sites = await child.store.sites(source);
    assert.deepEqual(
      sites.map(({ site, count, errors, names }) => [site.line, count, errors, names]),
      [
        [3, 2, 1, ['GET']],
        [8, 1, 0, ['POST']],
      ],
    );
    assert.ok(Math.abs((sites[0]?.p50 ?? 0) - 1_000_000) <= 10_000);
    const filtered = await child.store.traces({ filter: { site: { file: source, line: 3 } }, first: 0, count: 9 });
    assert.deepEqual(
      filtered.rows.map(({ id }) => id),
      [traceId(2), traceId(1)],
    );
    assert.deepEqual(await child.store.sites(join(root, 'src', 'other.ts')), []);
  });

  test('are those of its roots alone: nothing outside is read, not by path, link, map or source', async () => {
    await using scratch = await createScratch();
    const root = join(await realpath(scratch.path), 'ws');
    const outside = join(await realpath(scratch.path), 'ws-outside');
    await write(join(root, 'src', 'a.ts'), 'written');
    await write(join(outside, 'secret.ts'), 'secret');
    // Whoever reads this map, which is outside, ends up in src/a.ts.
    await write(join(outside, 'a.map'), toMap(join(root, 'src', 'a.ts')));
    await write(join(root, 'dist', 'up.js'), 'ran\n//# sourceMappingURL=../../ws-outside/a.map');
    await write(join(root, 'dist', 'absolute.js'), `ran\n//# sourceMappingURL=${join(outside, 'a.map')}`);
    await write(join(root, 'dist', 'linked.js'), 'ran\n//# sourceMappingURL=linked.map');
    await symlink(join(outside, 'a.map'), join(root, 'dist', 'linked.map'));
    await write(join(root, 'dist', 'leak.js'), 'ran\n//# sourceMappingURL=leak.map');
    await write(join(root, 'dist', 'leak.map'), toMap(join(outside, 'secret.ts')));
    await symlink(outside, join(root, 'folder'));
    await using child = await startTelemetry();
    await child.api.setRoots([root]);
    for (const [i, name] of ['up', 'absolute', 'linked', 'leak'].entries()) {
      const file = join(root, 'dist', `${name}.js`);
      const site = await siteOf(child, madeAt(file, 1, { trace: traceId(i + 1) }));
      assert.equal(site?.kind === 'resolved' && site.site.file, file, name);
    }
    const paths = [
      join(outside, 'secret.ts'),
      join(root, 'folder', 'secret.ts'),
      join(root, '..', 'ws-outside', 'secret.ts'),
      '/etc/passwd',
    ];
    for (const [i, file] of [...paths, `${root}/dist/../../ws-outside/secret.ts`].entries())
      assert.equal((await siteOf(child, madeAt(file, 1, { trace: traceId(10 + i) })))?.kind, 'unresolved', file);
  });

  test('that are in a pipe or a folder keep nobody waiting', { skip: process.platform === 'win32' }, async () => {
    await using scratch = await createScratch();
    const root = await realpath(scratch.path);
    execFileSync('mkfifo', [join(root, 'pipe.js')]);
    await mkdir(join(root, 'folder.js'));
    await using child = await startTelemetry();
    await child.api.setRoots([root]);
    for (const [i, name] of ['pipe.js', 'folder.js'].entries())
      assert.ok(await siteOf(child, madeAt(join(root, name), 1, { trace: traceId(i + 1) })), name);
  });
});
