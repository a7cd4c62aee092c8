// What the SDK for JavaScript sends, over all its protocols and compressions, arrives as it was said.

import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { sendAndCompare } from '../../interop/send-and-compare.ts';
import { installLocked } from '../hooks-node/install-sdk.ts';

const SENDER = join(import.meta.dirname, '..', '..', 'interop', 'js');

suite('the SDK for JavaScript', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(await installLocked(SENDER), 'interop-'));
    await copyFile(join(SENDER, 'send.cjs'), join(folder, 'send.cjs'));
  });
  after(() => rm(folder, { recursive: true }));

  for (const protocol of ['http/protobuf', 'http/json', 'grpc'])
    for (const compression of ['none', 'gzip'])
      test(`arrives whole over ${protocol}, ${compression}`, async () => {
        const sender = [process.execPath, join(folder, 'send.cjs')];
        assert.deepEqual(await sendAndCompare(sender, protocol, compression), []);
      });
});
