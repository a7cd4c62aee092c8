// Bodies that would fill the machine: refused, and the child stays small. Figures are of /proc, where there is one.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { createGzip } from 'node:zlib';
import { PROTOBUF, post, stream, talk } from '../../support/http-client.ts';
import { startTelemetry, type TelemetryChild } from '../../support/telemetry-child.ts';
import { spanId } from '../../support/trace-request.ts';

const HEAD = 'POST /v1/traces HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-protobuf\r\n';
const GIB = 1 << 30;

/** The most memory that the child ever had, in MiB; 0 where nobody says. */
function peakOf({ pid }: TelemetryChild): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return 0;
  return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) / 1024;
}

/** Runs `attack`; the child must have grown by no more than `mebibytes` over it, and go on as before. */
async function bounded(mebibytes: number, attack: (port: number) => Promise<void>): Promise<void> {
  await using child = await startTelemetry();
  assert.equal(await child.send([{ id: spanId(1) }]), 200);
  const before = peakOf(child);
  await attack(await child.api.listen(0));
  assert.equal(await child.send([{ id: spanId(2) }]), 200);
  assert.equal((await child.store.summary()).spans, 2);
  const grown = peakOf(child) - before;
  assert.ok(grown <= mebibytes, `grown by ${Math.round(grown)} MiB`);
}

function bomb(size: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const gzip = createGzip({ level: 1 });
    gzip.on('data', (part: Buffer) => parts.push(part));
    gzip.on('end', () => resolve(Buffer.concat(parts)));
    gzip.on('error', reject);
    const zeros = Buffer.alloc(4 << 20);
    let left = size;
    const fill = () => {
      while (left > 0) {
        left -= zeros.length;
        if (!gzip.write(zeros)) return void gzip.once('drain', fill);
      }
      gzip.end();
    };
    fill();
  });
}

suite('a gigabyte', () => {
  test('announced is refused at once, many times over', async () => {
    await bounded(60, async (port) => {
      for (let i = 0; i < 20; i++) {
        using talking = await talk(port, `${HEAD}content-length: ${GIB}\r\n\r\n`);
        await talking.closed;
        assert.match(talking.text(), /^HTTP\/1\.1 413 /);
      }
    });
  });

  test('in chunks is refused at the limit', async () => {
    await bounded(400, async (port) => {
      const wrap = (chunk: Buffer) =>
        Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]);
      assert.match(await stream(port, `${HEAD}transfer-encoding: chunked\r\n\r\n`, wrap, GIB), /^HTTP\/1\.1 413 /);
    });
  });

  test('of zeros in a small gzip body is refused where it passes the limit', async () => {
    const body = await bomb(GIB);
    assert.ok(body.length < 16 << 20);
    await bounded(600, async (port) => {
      for (let i = 0; i < 2; i++)
        assert.equal((await post(port, body, { headers: { ...PROTOBUF, 'content-encoding': 'gzip' } })).status, 413);
    });
  });
});
