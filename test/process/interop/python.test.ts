// What the SDK for Python sends, over all its protocols and compressions, arrives as it was said.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { sendAndCompare } from '../../interop/send-and-compare.ts';
import { installPython, missingPython } from '../hooks-python/install-python.ts';

const SENDER = join(import.meta.dirname, '..', '..', 'interop', 'python', 'send.py');

suite('the SDK for Python', { skip: missingPython }, () => {
  for (const [protocol, compressions] of [
    ['http/protobuf', ['none', 'gzip', 'deflate']],
    ['http/json', ['none', 'gzip']],
    ['grpc', ['none', 'gzip', 'deflate']],
  ] as const)
    for (const compression of compressions)
      test(`arrives whole over ${protocol}, ${compression}`, async () => {
        const python = await installPython('requirements-interop.txt');
        assert.deepEqual(await sendAndCompare([python, SENDER], protocol, compression), []);
      });
});
