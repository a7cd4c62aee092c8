// What npm run test:interop runs: real SDKs, a real Collector and telemetrygen send to the receiver, over all that they can; what comes is
// compared with what was sent, and docs/interop.md says how it went. What a toolchain is missing for is said and left out.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readArguments } from '../../../scripts/base/arguments.ts';
import { ROOT } from '../../../scripts/base/paths.ts';
import { sendAndCompare } from '../send-and-compare.ts';
import { buildCollector, COLLECTOR_WAYS, collectorVersion, runCollector } from './collector.ts';
import { INTEROP_CACHE } from './places.ts';
import { SENDERS } from './senders.ts';
import { generateAndCompare, installTelemetrygen, TELEMETRYGEN_SIGNALS, telemetrygenVersion } from './telemetrygen.ts';
import { tool } from './tool.ts';

interface Row {
  readonly sender: string;
  readonly over: string;
  readonly result: string;
}

const HEAD = `# Who was heard, and how

Made by \`npm run test:interop\`: each sender is told what to send (\`test/interop/telemetry.json\`: spans, logs and metrics with all that
an SDK's API takes), and every field that comes is compared with it. "equal" means all of them.

| sender | over | |
| --- | --- | --- |
`;

const { values } = readArguments(
  { only: { type: 'string', default: '' } },
  'npm run test:interop [-- --only <part of a name>]',
);
const rows: Row[] = [];
const add = (sender: string, over: string, differences: readonly string[]) => {
  const result = differences.length === 0 ? 'equal' : differences.slice(0, 3).join('; ');
  rows.push({ sender, over, result });
  process.stdout.write(`${sender}, ${over}: ${differences.length === 0 ? 'equal' : differences.join('\n  ')}\n`);
};
const leave = (sender: string, why: string) => {
  rows.push({ sender, over: '', result: `not run: ${why}` });
  process.stdout.write(`${sender}: not run: ${why}\n`);
};
const isWanted = (name: string) => name.toLowerCase().includes(values.only.toLowerCase());
await mkdir(INTEROP_CACHE, { recursive: true });

for (const sender of SENDERS.filter(({ name }) => isWanted(name))) {
  const missing = await sender.missing();
  if (missing !== undefined) {
    leave(sender.name, missing);
    continue;
  }
  const command = await sender.prepare();
  const name = `${sender.name}, SDK ${await sender.version()}`;
  for (const [protocol, compressions] of sender.ways)
    for (const compression of compressions)
      add(name, `${protocol}, ${compression}`, await sendAndCompare(command, protocol, compression, sender.allow));
}
const [javascript] = SENDERS;
const noGo = await tool.missing('go');
if (isWanted('Collector') && javascript) {
  if (noGo !== undefined) leave('Collector', noGo);
  else {
    const program = await buildCollector();
    const command = await javascript.prepare();
    for (const [protocol, compressions] of COLLECTOR_WAYS)
      for (const compression of compressions) {
        const via = (port: number) => runCollector(program, port, protocol, compression);
        const differences = await sendAndCompare(command, 'http/protobuf', 'none', {}, via);
        add(`Collector ${collectorVersion}`, `${protocol}, ${compression}`, differences);
      }
  }
}
if (isWanted('telemetrygen')) {
  if (noGo !== undefined) leave('telemetrygen', noGo);
  else {
    const program = await installTelemetrygen();
    for (const signal of TELEMETRYGEN_SIGNALS)
      for (const isHttp of [true, false])
        add(
          `telemetrygen ${telemetrygenVersion}`,
          `${signal}, ${isHttp ? 'http/protobuf' : 'grpc'}`,
          await generateAndCompare(program, signal, isHttp),
        );
  }
}

const table = rows.map(({ sender, over, result }) => `| ${sender} | ${over} | ${result.replaceAll('|', '\\|')} |`);
if (values.only === '') await writeFile(join(ROOT, 'docs', 'interop.md'), `${HEAD}${table.join('\n')}\n`);
const failed = rows.filter(({ result }) => result !== 'equal' && !result.startsWith('not run'));
if (failed.length > 0) {
  console.error(`${failed.length} of ${rows.length} ways differ: run one again with --only`);
  process.exitCode = 1;
}
