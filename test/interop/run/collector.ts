// A real Collector between the sender and us: built from its modules by its own builder, run once for each way it can export.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../workbench/run/free-port.ts';
import { INTEROP, INTEROP_CACHE } from './places.ts';
import { tool } from './tool.ts';

/** Of the modules in the manifest. */
const VERSION = 'v0.165.0';

const HTTP_COMPRESSIONS = ['none', 'gzip', 'zstd', 'snappy', 'x-snappy-framed', 'zlib', 'deflate', 'lz4'];

export const COLLECTOR_WAYS: readonly (readonly [protocol: string, compressions: readonly string[]])[] = [
  ['http/protobuf', HTTP_COMPRESSIONS],
  ['http/json', HTTP_COMPRESSIONS],
  ['grpc', ['none', 'gzip', 'snappy', 'zstd']],
];

export const collectorVersion = VERSION.slice(1);

/** Answers with its path. */
export async function buildCollector(): Promise<string> {
  const bin = join(INTEROP_CACHE, 'bin');
  await mkdir(bin, { recursive: true });
  await tool.run('go', ['install', `go.opentelemetry.io/collector/cmd/builder@${VERSION}`], INTEROP_CACHE, {
    GOBIN: bin,
  });
  await copyFile(join(INTEROP, 'collector', 'manifest.yaml'), join(INTEROP_CACHE, 'collector.yaml'));
  await tool.run(join(bin, 'builder'), ['--config', 'collector.yaml'], INTEROP_CACHE);
  return join(INTEROP_CACHE, 'collector', 'collector');
}

export interface RunningCollector extends AsyncDisposable {
  readonly endpoint: string;
}

/** Passes on to `port` what it is sent over HTTP; its end waits until it has sent all. */
export async function runCollector(
  program: string,
  port: number,
  protocol: string,
  compression: string,
): Promise<RunningCollector> {
  const own = await freePort();
  const [exporter, settings] =
    protocol === 'grpc'
      ? ['otlp', `{ endpoint: "127.0.0.1:${port}", compression: ${compression}, tls: { insecure: true } }`]
      : [
          'otlphttp',
          `{ endpoint: "http://127.0.0.1:${port}", compression: ${compression}, encoding: ${protocol === 'http/json' ? 'json' : 'proto'} }`,
        ];
  const pipeline = `{ receivers: [otlp], exporters: [${exporter}] }`;
  const config = `
receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:${own}" } } } }
exporters: { ${exporter}: ${settings} }
service:
  telemetry: { metrics: { level: none } }
  pipelines: { traces: ${pipeline}, logs: ${pipeline}, metrics: ${pipeline} }
`;
  const file = join(INTEROP_CACHE, `config-${own}.yaml`);
  await writeFile(file, config);
  const log = join(INTEROP_CACHE, 'collector.log');
  const child = spawn(program, ['--config', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  for (const end = Date.now() + 20_000; !(await answers(own)); await pause(50))
    if (child.exitCode !== null || Date.now() > end)
      throw new Error(`the Collector does not start: ${output.slice(-800)}`);
  return {
    endpoint: `http://127.0.0.1:${own}`,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await writeFile(log, `${await readFile(log, 'utf8').catch(() => '')}${output}`);
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
