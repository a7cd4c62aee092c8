/**
 * G16b: what capture adds to the start of a Node program, in milliseconds from its start to the moment when its server of
 * Express listens: with the call-site hook alone, with the SDK that zero-code brings, and with both hooks where zero-code
 * leaves the program to a tracer of its own. Run in turn.
 */
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHook, bundleNodeSdk } from '../process/hooks-node/bundle.ts';
import { installLocked } from '../process/hooks-node/install-sdk.ts';
import { runProgram } from '../process/hooks-node/run-program.ts';
import { openProtobufSocket } from '../process/hooks-python/otlp-protobuf-socket.ts';
import { launchEnvironment } from '../process/zero-code-node/run-captured.ts';
import { fixture } from '../process/zero-code-node/stage.ts';
import { printProgress, printRow } from './support/print-row.ts';
import { describeRatio, toRatio } from './support/ratio-of.ts';

const ROUNDS = 20;
const PROGRAM = `
const server = require('express')().listen(0, '127.0.0.1', () => {
  console.log(performance.now());
  server.close();
});
`;

const LEFT_ALONE = 'left-alone';

const hook = await bundleHook();
const nodeSdk = await bundleNodeSdk();
const folder = await mkdtemp(join(await realpath(tmpdir()), 'spanline-bench-'));
await symlink(join(await installLocked(fixture('packages')), 'node_modules'), join(folder, 'node_modules'), 'junction');
await writeFile(join(folder, 'server.cjs'), PROGRAM);
await mkdir(join(folder, LEFT_ALONE));
await writeFile(join(folder, LEFT_ALONE, 'package.json'), '{"dependencies":{"@opentelemetry/sdk-node":"*"}}');
await writeFile(join(folder, LEFT_ALONE, 'server.cjs'), PROGRAM);
await using socket = await openProtobufSocket();

const addedByHook: number[] = [];
const addedByBoth: number[] = [];
const addedToLeftAlone: number[] = [];
for (let round = 0; round <= ROUNDS; round++) {
  const plain = await start([]);
  const hooked = await start([hook]);
  const both = await start([hook, nodeSdk]);
  const leftAlone = await start([hook, nodeSdk], LEFT_ALONE);
  // The first round reads files that no cache holds.
  if (round === 0) continue;
  addedByHook.push(hooked - plain);
  addedByBoth.push(both - plain);
  addedToLeftAlone.push(leftAlone - plain);
}
await rm(folder, { recursive: true });
print('Start that the call-site hook adds to a Node server', addedByHook, 100);
print('Start that zero-code adds to a Node server, the hook included', addedByBoth, 400);
print('Start that both hooks add to a Node server which zero-code leaves alone', addedToLeftAlone, 100);

/** Milliseconds, as the program itself has counted since its process began. */
async function start(hooks: readonly string[], below = ''): Promise<number> {
  const { code, stdout, stderr } = await runProgram({
    args: [join(below, 'server.cjs')],
    cwd: folder,
    hooks,
    env: launchEnvironment(socket.endpoint),
  });
  const milliseconds = Number(stdout);
  if (code !== 0 || stderr !== '' || !(milliseconds > 0)) throw new Error(`the program failed: ${stderr}`);
  return milliseconds;
}

function print(what: string, added: readonly number[], target: number): void {
  const ratio = toRatio(added);
  printProgress(`${what}: ${describeRatio(ratio)}`);
  printRow({ goal: 'G16b', what, ratio: ratio.median, unit: 'ms', target: `<= ${target}` });
}
