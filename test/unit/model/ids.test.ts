// Which text is an identifier: what comes from a page's state or a link is not trusted to be one.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { toBase64 } from '../../../src/model/base64.ts';
import { parseSpanId, parseTraceId } from '../../../src/model/ids.ts';

suite('identifiers', () => {
  test('lower-case hex digits of the right length, nothing else', () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const span = 'b7ad6b7169203331';
    assert.equal(parseTraceId(trace), trace);
    assert.equal(parseSpanId(span), span);
    for (const wrong of [
      trace.toUpperCase(),
      `${trace}\n`,
      trace.slice(1),
      `${trace}0`,
      span,
      '',
      5,
      undefined,
      null,
      {},
    ])
      assert.equal(parseTraceId(wrong), undefined);
    for (const wrong of [span.toUpperCase(), ` ${span}`, span.slice(1), trace, '__proto__', [span]])
      assert.equal(parseSpanId(wrong), undefined);
  });
});

suite('base64', () => {
  test('of any bytes is what Node makes of them', () => {
    const bytes = Uint8Array.from({ length: 257 }, (_, i) => (i * 7) % 256);
    for (let length = 0; length <= bytes.length; length++)
      assert.equal(toBase64(bytes.subarray(0, length)), Buffer.from(bytes.subarray(0, length)).toString('base64'));
  });
});
