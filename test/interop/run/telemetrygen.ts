// telemetrygen, the Collector project's own generator: what it can be told is compared with what came.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { formatAttributeValue } from '../../../src/model/attribute.ts';
import { openInteropReceiver } from '../receive.ts';
import { INTEROP_CACHE } from './places.ts';
import { tool } from './tool.ts';

const VERSION = 'v0.161.0';
const COUNT = 200;
const SERVICE = 'generated';

export const telemetrygenVersion = VERSION.slice(1);
export const TELEMETRYGEN_SIGNALS = ['traces', 'logs', 'metrics'] as const;

/** Answers with its path. */
export async function installTelemetrygen(): Promise<string> {
  const bin = join(INTEROP_CACHE, 'bin');
  await mkdir(bin, { recursive: true });
  const module = `github.com/open-telemetry/opentelemetry-collector-contrib/cmd/telemetrygen@${VERSION}`;
  await tool.run('go', ['install', module], INTEROP_CACHE, { GOBIN: bin });
  return join(bin, 'telemetrygen');
}

/** What came otherwise than it was told, a line each. */
export async function generateAndCompare(
  program: string,
  signal: (typeof TELEMETRYGEN_SIGNALS)[number],
  isHttp: boolean,
): Promise<readonly string[]> {
  await using receiver = await openInteropReceiver();
  await tool.run(
    program,
    [
      ...[signal, `--${signal}`, String(COUNT), '--otlp-insecure', '--otlp-endpoint', `127.0.0.1:${receiver.port}`],
      ...['--service', SERVICE, '--telemetry-attributes', 'key="value"', '--rate', '0', '--workers', '1'],
      ...(isHttp ? ['--otlp-http'] : []),
    ],
    INTEROP_CACHE,
  );
  const { spans, logs, points } = receiver.received(SERVICE);
  const [records, expected] =
    signal === 'traces' ? [spans, 2 * COUNT] : signal === 'logs' ? [logs, COUNT] : [points, COUNT];
  const bad = records.filter(
    ({ attributes }) => !attributes.some(({ key, value }) => key === 'key' && formatAttributeValue(value) === 'value'),
  );
  return [
    ...(records.length === expected ? [] : [`${records.length} came of ${expected}`]),
    ...(bad.length === 0 ? [] : [`${bad.length} came without their attribute`]),
    ...receiver.problems,
  ];
}
