/** What the Python hook spools: each span at its start and at its end, whole, whoever makes it and however much it holds. */
import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { missingPython } from '../hooks-python/install-python.ts';
import { openProtobufSocket } from '../hooks-python/otlp-protobuf-socket.ts';
import { createSpoolStage, readSpool, runSpooled, type SpooledSpan, type SpoolFile, valuesOf } from './spooled.ts';

const MOST_LINE = 256 * 1024 + 64;
const CLIPPED = 'spanline.spool.clipped';

describe('the spool of a Python program', { skip: missingPython, concurrency: true }, () => {
  it('has all that a span holds', async () => {
    const [file] = await spoolOf('values.py');
    assert.ok(file);
    const parent = spanOf(file.ended, 'parent');
    const whole = spanOf(file.ended, 'whole "é" 😀\n');
    assert.equal(whole.parentSpanId, parent.spanId);
    assert.equal(whole.traceId, parent.traceId);
    assert.equal(whole.kind, 3);
    assert.deepEqual(whole.status, { code: 2, message: 'as it must' });
    const { text, yes, int, float, infinite, texts, ints, ...place } = valuesOf(whole.attributes);
    assert.deepEqual(
      { text, yes, int, float, infinite, texts, ints },
      {
        text: { stringValue: 'loud' },
        yes: { boolValue: true },
        int: { intValue: '7' },
        float: { doubleValue: 1.5 },
        infinite: { doubleValue: 'Infinity' },
        texts: { arrayValue: { values: [{ stringValue: 'a' }, { stringValue: 'b' }] } },
        ints: { arrayValue: { values: [{ intValue: '1' }, { intValue: '2' }] } },
      },
    );
    assert.equal('code.line.number' in place, true);
    assert.deepEqual(whole.events, [
      { timeUnixNano: '3000000001', name: 'said', attributes: [{ key: 'n', value: { intValue: '1' } }] },
    ]);
    assert.deepEqual(whole.links, [
      {
        traceId: parent.traceId,
        spanId: parent.spanId,
        attributes: [{ key: 'why', value: { stringValue: 'so' } }],
      },
    ]);
    const limited = spanOf(file.ended, 'limited');
    assert.deepEqual([limited.droppedAttributesCount, limited.droppedEventsCount], [2, 1]);
  });

  it('clips what would be too long for a line, and says so', async () => {
    const [file] = await spoolOf('values.py');
    assert.ok(file);
    assert.ok(file.longest <= MOST_LINE, `${file.longest}`);
    const long = valuesOf(spanOf(file.ended, 'long').attributes);
    assert.deepEqual(long.text, { stringValue: 'x'.repeat(64 * 1024) });
    assert.deepEqual([long.after, long[CLIPPED]], [{ intValue: '1' }, { boolValue: true }]);
    assert.deepEqual(valuesOf(spanOf(file.ended, 'wide').attributes)[CLIPPED], { boolValue: true });
  });

  it('has starts with the line, and ends that have the same beginning', async () => {
    const [file] = await spoolOf('values.py');
    assert.ok(file);
    assert.equal(file.started.length, file.ended.length);
    for (const end of file.ended) {
      const start: SpooledSpan | undefined = file.started.find(({ spanId }) => spanId === end.spanId);
      assert.ok(start);
      const { name } = end;
      assert.deepEqual(pick(start), pick(end));
      assert.equal(start.endTimeUnixNano, undefined);
      assert.ok(BigInt(end.endTimeUnixNano ?? 0) >= BigInt(end.startTimeUnixNano));
      if (name !== 'limited' && name !== 'wide') assert.ok('code.file.path' in valuesOf(start.attributes), name);
    }
  });

  it('has each span of each thread, and one origin for one scope', async () => {
    const files = await spoolOf('crowd.py');
    assert.equal(files.length, 1);
    const [file] = files;
    const names = file?.ended.map(({ name }) => name).filter((name) => name !== 'interrupting') ?? [];
    assert.equal(new Set(names).size, 900);
    assert.equal(names.length, 900);
    const scopes = [...(file?.origins.values() ?? [])].map(({ scope }) => scope.name);
    assert.equal(new Set(scopes).size, scopes.length);
  });

  for (const [manner, skip] of [
    ['fork', process.platform === 'win32' && 'no fork here'],
    ['spawn', false],
  ] as const)
    it(`has a file for each process: ${manner}`, { skip }, async () => {
      const files = await spoolOf('family.py', manner);
      assert.equal(files.length, 2);
      for (const { name, ended } of files) {
        const pid = /^python-(\d+)-0-0\.ndjson$/.exec(name)?.[1];
        const isChild = ended.length === 3;
        const expected = isChild ? [0, 1, 2].map((n) => `child ${n} of ${pid}`) : [`before ${pid}`, `after ${pid}`];
        assert.deepEqual(
          ended.map((span) => span.name),
          expected,
        );
      }
    });
});

async function spoolOf(file: string, ...args: readonly string[]): Promise<readonly SpoolFile[]> {
  await using stage = await createSpoolStage();
  await using socket = await openProtobufSocket();
  const env = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${socket.endpoint}/v1/traces` };
  const outcome = await runSpooled(stage, file, env, ...args);
  assert.deepEqual([outcome.code, outcome.stdout.trim()], [0, file === 'family.py' ? '0' : 'done'], outcome.stderr);
  assert.doesNotMatch(outcome.stderr, /spanline/);
  const files = await readSpool(stage.spool);
  for (const { name } of files)
    if (process.platform !== 'win32') assert.equal((await stat(join(stage.spool, name))).mode & 0o777, 0o600);
  return files;
}

function spanOf(spans: readonly SpooledSpan[], name: string): SpooledSpan {
  const [found, ...others] = spans.filter((span) => span.name === name);
  assert.ok(found, name);
  assert.equal(others.length, 0, name);
  return found;
}

function pick({ traceId, parentSpanId, name, kind, startTimeUnixNano }: SpooledSpan) {
  return { traceId, parentSpanId, name, kind, startTimeUnixNano };
}
