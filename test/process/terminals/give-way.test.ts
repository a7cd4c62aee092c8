/** A command in a captured shell that says where its spans go: they go there, and nothing of ours goes with them. */
import assert from 'node:assert/strict';
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { SDKS } from '../hooks-node/install-sdk.ts';
import { openOtlpSocket } from '../hooks-node/otlp-socket.ts';
import { runProgram } from '../hooks-node/run-program.ts';
import { createStage } from '../hooks-node/stage.ts';
import { installPython, missingPython } from '../hooks-python/install-python.ts';
import { openProtobufSocket } from '../hooks-python/otlp-protobuf-socket.ts';
import { runPython } from '../hooks-python/run-python.ts';
import { createStage as createPythonStage } from '../hooks-python/stage.ts';
import { capturedShell, createSpool, fixture } from './shell.ts';

for (const sdk of SDKS)
  describe(`a Node program with ${sdk} in a captured shell`, () => {
    it('sends here, with its line', async () => {
      const { ours, theirs, spooled, stdout } = await runNode(sdk, () => ({}));
      assert.deepEqual([ours.map(({ name }) => name), theirs, spooled], [['one'], [], 1]);
      assert.match(String(ours[0]?.attributes['code.file.path']), /one-span\.cjs$/);
      assert.equal(stdout, 'false spanline.session=shell\n');
    });

    it('sends where the command says, without a trace of us', async () => {
      const { ours, theirs, spooled, stdout } = await runNode(sdk, (endpoint) => ({
        OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      }));
      assert.deepEqual([ours, theirs.map(({ name }) => name), spooled], [[], ['one'], 0]);
      assert.deepEqual(theirs[0]?.attributes, {});
      assert.equal(stdout, 'true undefined\n');
    });
  });

describe('a Python program in a captured shell', { skip: missingPython }, () => {
  it('sends here, with its line', async () => {
    const { ours, theirs, spooled, stdout } = await runInPython(() => ({}));
    assert.deepEqual([ours.map(({ name }) => name), theirs, spooled], [['one'], [], 1]);
    assert.match(String(ours[0]?.attributes['code.file.path']), /one_span\.py$/);
    assert.equal(stdout, 'False spanline.session=shell\n');
  });

  it('sends where the command says, without a trace of us', async () => {
    const { ours, theirs, spooled, stdout } = await runInPython((endpoint) => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    }));
    assert.deepEqual([ours, theirs.map(({ name }) => name), spooled], [[], ['one'], 0]);
    assert.deepEqual(theirs[0]?.attributes, {});
    assert.equal(stdout, 'True None\n');
  });
});

type Own = (endpoint: string) => Readonly<Record<string, string>>;

async function runNode(sdk: (typeof SDKS)[number], own: Own) {
  await using stage = await createStage(sdk);
  await cp(fixture('one-span.cjs'), join(stage.folder, 'one-span.cjs'));
  await using spool = await createSpool();
  await using here = await openOtlpSocket();
  await using there = await openOtlpSocket();
  const shell = await capturedShell({ endpoint: here.endpoint, spool: spool.path });
  const { code, stdout, stderr } = await runProgram({
    args: [join(stage.folder, 'one-span.cjs')],
    cwd: stage.folder,
    hooks: [],
    env: { ...shell, ...own(there.endpoint) },
  });
  assert.deepEqual([code, stderr], [0, '']);
  return { ours: here.spans, theirs: there.spans, spooled: (await readdir(spool.path)).length, stdout };
}

async function runInPython(own: Own) {
  await using stage = await createPythonStage();
  await cp(fixture('one_span.py'), join(stage.folder, 'one_span.py'));
  await using here = await openProtobufSocket();
  await using there = await openProtobufSocket();
  const shell = await capturedShell({ endpoint: here.endpoint, spool: stage.spool, python: stage.hook });
  const { code, stdout, stderr } = await runPython({
    python: await installPython(),
    args: [join(stage.folder, 'one_span.py')],
    cwd: stage.folder,
    hook: undefined,
    path: [],
    env: { ...shell, ...own(there.endpoint) },
  });
  assert.deepEqual([code, stderr], [0, '']);
  return { ours: here.spans, theirs: there.spans, spooled: (await readdir(stage.spool)).length, stdout };
}
