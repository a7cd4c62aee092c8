// Statistics by service and name: each row's filter lets through the traces of its spans, and no others.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTelemetry } from '../../support/telemetry-child.ts';
import { spanId, traceId } from '../../support/trace-request.ts';

test('a row leads to its traces, whatever its service and name are called', async () => {
  await using child = await startTelemetry();
  const names = ['GET /cart', 'GET /cart/1', 'SELECT "a*" \\\\ (b)', 'not', '-x', ''];
  for (const [i, name] of names.entries())
    await child.send(
      [{ id: spanId(1), trace: traceId(i + 1), name, duration: 1000 * (i + 1) }],
      i === 1 ? 'a "shop"*' : 'shop',
    );
  const rows = await child.store.statistics();
  assert.deepEqual(
    rows.map(({ name }) => name),
    names.toReversed(),
    'what took most time first',
  );
  for (const { name, query, count, p99 } of rows) {
    const found = await child.store.traces({ filter: { query }, first: 0, count: 10 });
    assert.deepEqual([count, found.rows.map((row) => row.name)], [1, [name]], query);
    assert.ok(Math.abs(p99 - 1000 * (names.indexOf(name ?? '') + 1)) < 100);
  }
});
