// What was received survives the child that received it, and a disk that fails costs no more than that.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, readdir, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { parseSpanId } from '../../../src/model/ids.ts';
import type { Remote } from '../../../src/protocol/rpc.ts';
import type { StoreApi } from '../../../src/protocol/store-api.ts';
import { eventuallyIs } from '../../support/eventually.ts';
import { createScratch, startTelemetry } from '../../support/telemetry-child.ts';
import { spanId, traceId } from '../../support/trace-request.ts';

/** An answer is given before its spans are on disk: they are there within this many milliseconds. */
const FLUSH_MOMENT = 600;

async function namesIn(store: Remote<StoreApi>): Promise<readonly string[]> {
  const { rows } = await store.traces({ filter: {}, first: 0, count: 1000 });
  return rows.map(({ name }) => name).reverse();
}

async function noticesOf(store: Remote<StoreApi>): Promise<string> {
  return (await store.summary()).notices.map(({ message }) => message).join('\n');
}

suite('what was received', () => {
  test('is there again after kill -9, again and again, in order and with its details', async () => {
    await using scratch = await createScratch();
    // It is made by the child: the editor names it, and creates it for nobody.
    const folder = join(scratch.path, 'not', 'there', 'yet');
    const sent: string[] = [];
    for (let round = 0; round < 3; round++) {
      await using child = await startTelemetry({ folder });
      assert.deepEqual(await namesIn(child.store), sent);
      for (let i = 0; i < 20; i++) {
        const name = `round ${round} span ${i}`;
        const trace = traceId(1 + round * 100 + i);
        assert.equal(
          await child.send([{ id: spanId(1), trace, name, attributes: { round } }], `service ${round}`),
          200,
        );
        sent.push(name);
      }
      await pause(FLUSH_MOMENT);
      child.process.kill('SIGKILL');
      assert.equal(await child.ended, 'SIGKILL');
    }
    await using child = await startTelemetry({ folder });
    const { rows } = await child.store.traces({ filter: {}, first: 0, count: 1 });
    assert.deepEqual(rows[0]?.services, ['service 2']);
    const layout = rows[0] && (await child.store.trace(rows[0].id, undefined));
    const [row] = typeof layout === 'object' ? layout.row : [];
    const found = rows[0] && (await child.store.findSpan(rows[0].id, parse(spanId(1))));
    assert.equal(found, row);
    const span = found === undefined ? undefined : await child.store.span(found);
    assert.deepEqual(span?.attributes, [{ key: 'round', value: { kind: 'int', value: '2' } }]);
  });

  test('is written at once when the child is asked to end: by SIGTERM, or by its parent going', async () => {
    await using scratch = await createScratch();
    for (const [expected, end] of [
      [1, 'SIGTERM'],
      [2, 'disconnect'],
    ] as const) {
      const child = await startTelemetry({ folder: scratch.path });
      await child.send([{ id: spanId(1), trace: traceId(expected) }]);
      if (end === 'SIGTERM') child.process.kill(end);
      else child.process.disconnect();
      assert.equal(await child.ended, 0, child.output());
      await using next = await startTelemetry({ folder: scratch.path });
      assert.equal((await namesIn(next.store)).length, expected, end);
    }
  });

  test('is readable by its user alone', { skip: process.platform === 'win32' }, async () => {
    await using scratch = await createScratch();
    const folder = join(scratch.path, 'log');
    await using child = await startTelemetry({ folder });
    await child.send([{ id: spanId(1) }]);
    const file = await eventuallyIs(
      () => (existsSync(folder) ? readdir(folder) : []),
      (files) => files.length > 0,
    );
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
    assert.equal((await stat(join(folder, file[0] ?? ''))).mode & 0o777, 0o600);
  });

  test('behind a cut is there up to the cut, and the next is kept again', async () => {
    await using scratch = await createScratch();
    {
      await using child = await startTelemetry({ folder: scratch.path });
      for (let i = 1; i <= 3; i++) {
        await child.send([{ id: spanId(1), trace: traceId(i), name: `span ${i}` }]);
        await pause(FLUSH_MOMENT);
      }
    }
    const file = await runFile(scratch.path);
    await truncate(file, (await stat(file)).size - 5);
    {
      await using child = await startTelemetry({ folder: scratch.path });
      assert.deepEqual(await namesIn(child.store), ['span 1', 'span 2']);
      await child.send([{ id: spanId(1), trace: traceId(4), name: 'span 4' }]);
    }
    await using child = await startTelemetry({ folder: scratch.path });
    assert.deepEqual(await namesIn(child.store), ['span 1', 'span 2', 'span 4']);
  });

  test('has no secrets on the disk', async () => {
    await using scratch = await createScratch();
    {
      await using child = await startTelemetry({ folder: scratch.path });
      const attributes = { 'http.request.header.authorization': 'Bearer hunter2-hunter2', 'http.route': '/pay' };
      await child.send([{ id: spanId(1), trace: traceId(1), attributes }]);
      const [row] = (await child.store.traces({ filter: {}, first: 0, count: 1 })).rows;
      assert.equal(row?.spans, 1);
      assert.deepEqual(await attributesOf(child.store), attributes, 'what is live is shown as it came');
    }
    await using child = await startTelemetry({ folder: scratch.path });
    const kept = await attributesOf(child.store);
    assert.equal(kept['http.route'], '/pay');
    assert.match(kept['http.request.header.authorization'] ?? '', /^\*+$/);
    assert.equal((await child.api.keptRuns())[0]?.redacted, 1);
  });

  test('is in the file of its run, listed by its launches, until all are deleted', async () => {
    await using scratch = await createScratch();
    await using child = await startTelemetry({ folder: scratch.path });
    const launch = (key: string) => ({ key, name: `launch ${key}`, time: Date.now() });
    await child.api.tellLaunches([launch('a')]);
    await child.send([{ id: spanId(1), trace: traceId(1) }]);
    await child.api.tellLaunches([launch('b')]);
    await child.send([{ id: spanId(1), trace: traceId(2), error: true }]);
    const runs = await child.api.keptRuns();
    assert.deepEqual(
      runs.map(({ launches, spans, errors }) => [launches.map(({ name }) => name).join(), spans, errors]),
      [
        ['launch b', 1, 1],
        ['launch a', 1, 0],
      ],
    );
    assert.equal(await child.api.deleteRuns(), 2);
    assert.deepEqual(await child.api.keptRuns(), []);
    assert.equal((await namesIn(child.store)).length, 2, 'what is shown stays');
  });

  test('is not shown again after clear, but kept as a run', async () => {
    await using scratch = await createScratch();
    {
      await using child = await startTelemetry({ folder: scratch.path });
      await child.send([{ id: spanId(1), trace: traceId(1), name: 'before' }]);
      await child.store.clear();
      assert.deepEqual(await namesIn(child.store), []);
      await child.send([{ id: spanId(1), trace: traceId(2), name: 'after' }]);
    }
    await using child = await startTelemetry({ folder: scratch.path });
    assert.deepEqual(await namesIn(child.store), ['after']);
    assert.equal((await child.api.keptRuns()).length, 2);
  });
});

suite('a disk that fails', () => {
  const fullDisk = existsSync('/dev/full');

  test('when full, spans are still shown and the user is told', {
    skip: !fullDisk && 'there is no /dev/full here',
  }, async () => {
    await using scratch = await createScratch();
    await using child = await startTelemetry({ folder: scratch.path });
    await child.api.tellLaunches([{ key: 'a', name: 'a', time: Date.now() }]);
    await child.send([{ id: spanId(1), trace: traceId(1), name: 'span 1' }]);
    await pause(FLUSH_MOMENT);
    const file = await runFile(scratch.path);
    await rm(file);
    await symlink('/dev/full', file);
    for (let i = 2; i <= 3; i++) {
      assert.equal(await child.send([{ id: spanId(1), trace: traceId(i), name: `span ${i}` }]), 200);
      await pause(FLUSH_MOMENT);
    }
    const notices = await eventuallyIs(
      () => noticesOf(child.store),
      (text) => text.includes('not kept for later'),
    );
    assert.match(notices, /ENOSPC/);
    assert.equal(notices.split('\n').length, 1);
    assert.equal((await namesIn(child.store)).length, 3);
    await rm(file);
    await child.api.tellLaunches([{ key: 'b', name: 'b', time: Date.now() }]);
    await child.send([{ id: spanId(1), trace: traceId(4), name: 'span 4' }]);
    assert.equal((await child.api.keptRuns())[0]?.spans, 1, 'the next run is kept again');
  });

  test('when it is no folder, spans are still shown and the user is told', async () => {
    await using scratch = await createScratch();
    await writeFile(join(scratch.path, 'file'), '');
    await using child = await startTelemetry({ folder: join(scratch.path, 'file', 'folder') });
    assert.equal(await child.send([{ id: spanId(1) }]), 200);
    await eventuallyIs(
      () => noticesOf(child.store),
      (text) => text.includes('not kept for later'),
    );
    assert.equal((await namesIn(child.store)).length, 1);
  });

  test('when it may only be read, as well, and what is there is shown', {
    skip: process.getuid?.() === 0 && 'root may write everywhere',
  }, async () => {
    await using scratch = await createScratch();
    {
      await using child = await startTelemetry({ folder: scratch.path });
      await child.send([{ id: spanId(1), trace: traceId(1), name: 'before' }]);
    }
    await chmod(scratch.path, 0o500);
    await using child = await startTelemetry({ folder: scratch.path });
    assert.deepEqual(await namesIn(child.store), ['before']);
    await child.send([{ id: spanId(1), trace: traceId(2), name: 'after' }]);
    await eventuallyIs(
      () => noticesOf(child.store),
      (text) => text.includes('not kept for later'),
    );
    await chmod(scratch.path, 0o700);
  });
});

suite('a port that is taken', () => {
  test('falls to another, and the user is told what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const taken = typeof address === 'object' && address ? address.port : 0;
    await using child = await startTelemetry();
    const port = await child.api.listen(taken);
    assert.notEqual(port, taken);
    assert.equal(await child.api.listen(taken), port, 'asked again: the same answer');
    assert.equal(await child.send([{ id: spanId(1) }]), 200);
    assert.match(await noticesOf(child.store), new RegExp(`Port ${taken} is taken.*start them again`));
    other.close();
  });
});

async function runFile(folder: string): Promise<string> {
  const name = (await readdir(folder)).find((found) => found.endsWith('.spanrun'));
  assert.ok(name);
  return join(folder, name);
}

async function attributesOf(store: Remote<StoreApi>): Promise<Readonly<Record<string, string>>> {
  const [trace] = (await store.traces({ filter: {}, first: 0, count: 1 })).rows;
  const layout = trace && (await store.trace(trace.id, undefined));
  const found = trace && (await store.findSpan(trace.id, parse(spanId(1))));
  assert.ok(typeof layout === 'object' && found !== undefined);
  const attributes = (await store.span(found))?.attributes ?? [];
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.kind === 'string' ? value.value : '']));
}

function parse(id: string) {
  const parsed = parseSpanId(id);
  assert.ok(parsed);
  return parsed;
}
