// spanline run: any command, its own output and exit code, what it did in a file and in a few lines.

import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { eventuallyIs } from '../../support/eventually.ts';
import { createScratch, isAlive } from '../../support/telemetry-child.ts';
import { installPython, missingPython } from '../hooks-python/install-python.ts';
import { runSpanline, startSpanline } from './spanline-process.ts';

const node = (script: string) => ['--', process.execPath, '-e', script];

/** A server and one request to it, without any OpenTelemetry. */
const SERVICE = `
const { createServer, get } = require('node:http');
const server = createServer((request, response) => {
  response.statusCode = request.url === '/broken' ? 500 : 200;
  response.end('hello');
});
server.listen(0, '127.0.0.1', () => {
  const ask = (path, then) => get({ port: server.address().port, path, headers: { authorization: 'Bearer hunter2-hunter2' } }, (response) => response.resume().on('end', then));
  ask('/fine?token=hunter2-hunter2', () => ask('/broken', () => { server.close(); console.log('done'); }));
});
`;

/** All spans of a file of lines. */
async function spansIn(path: string) {
  const lines = (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return lines.flatMap(({ resourceSpans = [] }) =>
    resourceSpans.flatMap(({ scopeSpans }: never) =>
      (scopeSpans as { spans: { name: string; kind: number }[] }[]).flatMap(({ spans }) => spans),
    ),
  );
}

suite('spanline run', () => {
  test('captures a Node program that has no OpenTelemetry, and leaves its output and exit code as they are', async () => {
    await using scratch = await createScratch();
    const script = join(scratch.path, 'service.cjs');
    const out = join(scratch.path, 'run.jsonl');
    await writeFile(script, `${SERVICE}process.on('exit', () => { process.exitCode = 3; });`);
    const { code, stdout, stderr } = await runSpanline(['run', '--out', out, '--', process.execPath, script]);
    assert.deepEqual([code, stdout], [3, 'done\n'], stderr);
    const spans = await spansIn(out);
    assert.deepEqual(spans.map(({ kind }) => kind).sort(), [2, 2, 3, 3], 'each span once');
    assert.match(stderr, /^spanline: 2 traces, 4 spans, [12] errors? in .*run\.jsonl, \d+ secrets? covered$/m);
    assert.match(stderr, /slowest\n.* GET .*2 spans/);
    assert.match(stderr, /the slowest waited for .* 100 %/);
    assert.match(stderr, /with errors\n.*GET/);
    const text = await readFile(out, 'utf8');
    assert.doesNotMatch(text, /hunter2/);
    assert.match(text, /code\.line\.number/);
    if (process.platform !== 'win32') assert.equal((await stat(out)).mode & 0o777, 0o600);
  });

  test('captures what a program never exported, as it was killed', async () => {
    await using scratch = await createScratch();
    const script = join(scratch.path, 'killed.cjs');
    const out = join(scratch.path, 'run.jsonl');
    await writeFile(script, SERVICE.replace("console.log('done')", "process.kill(process.pid, 'SIGKILL')"));
    const { code } = await runSpanline(['run', '--out', out, '--', process.execPath, script]);
    assert.equal(code, 128 + 9);
    const spans = await spansIn(out);
    assert.equal(spans.filter(({ kind }) => kind === 2).length, 2);
  });

  test('captures a Python program by what its environment has', { skip: missingPython }, async () => {
    await using scratch = await createScratch();
    const script = join(scratch.path, 'program.py');
    await writeFile(
      script,
      'from opentelemetry import trace\nwith trace.get_tracer("t").start_as_current_span("work"):\n    pass\nprint("done")\n',
    );
    const out = join(scratch.path, 'run.jsonl');
    const python = await installPython();
    const { code, stdout, stderr } = await runSpanline(['run', '--out', out, '--', python, script]);
    assert.deepEqual([code, stdout], [0, 'done\n'], stderr);
    assert.deepEqual(
      (await spansIn(out)).map(({ name }) => name),
      ['work'],
    );
  });

  test('gives the command its input, its arguments and its pipes', async () => {
    const script =
      'process.stdin.pipe(process.stdout); process.stdin.on("end", () => console.log(process.argv.slice(1).join("|")))';
    const { stdout, code } = await runSpanline(['run', ...node(script), 'a b', '--out', '"c"'], {}, 'input\n');
    assert.deepEqual([code, stdout], [0, 'input\na b|--out|"c"\n']);
  });

  test('tells a program that sends elsewhere, and leaves it', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
    const { stdout, stderr, code } = await runSpanline(
      ['run', ...node('console.log(process.env.NODE_OPTIONS ?? "none")')],
      env,
    );
    assert.deepEqual([code, stdout], [0, 'none\n']);
    assert.match(stderr, /OTEL_EXPORTER_OTLP_ENDPOINT is set.*Unset it to capture this run/);
  });

  test('says what cannot be run, with the codes of shells', async () => {
    const absent = await runSpanline(['run', '--', 'no-such-command-here']);
    assert.equal(absent.code, 127);
    assert.match(absent.stderr, /there is no command “no-such-command-here”/);
    await using scratch = await createScratch();
    const file = join(scratch.path, 'plain');
    await writeFile(file, 'text');
    assert.equal((await runSpanline(['run', '--', file])).code, 126);
    const out = await runSpanline(['run', '--out', join(scratch.path, 'absent', 'x'), ...node('console.log("ran")')]);
    assert.deepEqual([out.code, out.stdout], [1, ''], 'nothing runs whose file cannot be written');
    assert.match(out.stderr, /ENOENT/);
  });

  test('keeps text from elsewhere from steering the terminal', async () => {
    await using scratch = await createScratch();
    const script = join(scratch.path, 'evil.cjs');
    await writeFile(
      script,
      SERVICE.replaceAll("'/fine?token=hunter2-hunter2'", "'/fine'").replace("method: 'GET'", ''),
    );
    const { stderr } = await runSpanline(['run', '--', process.execPath, script], {
      OTEL_SERVICE_NAME: 'a\u001b[31mb\nc',
    });
    assert.ok(!stderr.includes('\u001b'));
    assert.match(stderr, /a␛\[31mb⏎c/);
  });
});

suite('spanline run and signals', { skip: process.platform === 'win32' && 'Windows has no signals' }, () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    test(`passes ${signal} on, waits for the program, and ends with its code`, async () => {
      const script = `process.on('${signal}', () => setTimeout(() => { console.log('cleaned up'); process.exit(7); }, 300)); setInterval(() => {}, 1000); console.log('ready');`;
      const started = startSpanline(['run', ...node(script)]);
      await eventuallyIs(started.stdout, (text) => text.includes('ready'));
      started.process.kill(signal);
      const { code, stdout, stderr } = await started.outcome;
      assert.deepEqual([code, stdout], [7, 'ready\ncleaned up\n']);
      assert.match(stderr, /^spanline: 0 traces/m);
    });

  test('of a program that dies by one, ends with the code that shells have for that', async () => {
    const started = startSpanline(['run', ...node("console.log('ready'); setInterval(() => {}, 1000)")]);
    await eventuallyIs(started.stdout, (text) => text.includes('ready'));
    started.process.kill('SIGTERM');
    assert.equal((await started.outcome).code, 128 + 15);
  });

  test('says that a program goes on that ignores SIGTERM, kills it when told again, and leaves no folder', async () => {
    await using scratch = await createScratch();
    const script = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('pid ' + process.pid);";
    const started = startSpanline(['run', ...node(script)], { TMPDIR: scratch.path });
    await eventuallyIs(started.stdout, (text) => text.includes('pid'));
    const pid = Number(/pid (\d+)/.exec(started.stdout())?.[1]);
    started.process.kill('SIGTERM');
    await eventuallyIs(started.stderr, (text) => text.includes('goes on after SIGTERM'));
    assert.ok(isAlive(pid), 'once is not enough');
    started.process.kill('SIGTERM');
    assert.equal((await started.outcome).code, 128 + 9);
    assert.ok(!isAlive(pid));
    assert.deepEqual(await readdir(scratch.path), []);
  });
});
