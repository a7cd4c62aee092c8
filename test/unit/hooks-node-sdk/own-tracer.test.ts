/** Whether a program traces by itself is told by the package.json files that it stands under. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, it } from 'node:test';
import { programFolders, readManifests } from '../../../src/hooks/node-sdk/manifests.ts';
import { ownTracer } from '../../../src/hooks/node-sdk/own-tracer.ts';

let root = '';
before(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'spanline-manifests-')));
});
after(() => rm(root, { recursive: true }));

async function write(path: string, content: unknown): Promise<string> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

function tracerOf(script: string | undefined, current = root): string | undefined {
  return ownTracer(readManifests(programFolders(script, current)));
}

it('finds it in every section, in the package and in the workspace around it', async () => {
  for (const section of ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']) {
    await write(`${section}/package.json`, { name: 'around', [section]: { express: '5', 'dd-trace': '5' } });
    await write(`${section}/packages/service/package.json`, { name: 'service', dependencies: { pg: '8' } });
    const script = await write(`${section}/packages/service/src/index.js`, '');
    assert.equal(tracerOf(script), 'dd-trace', section);
    assert.equal(tracerOf(undefined, dirname(script)), 'dd-trace', 'without a script');
  }
});

it('finds it for a script that is reached by a link, or run by a tool', async () => {
  await write('real/package.json', { dependencies: { '@sentry/node': '10' } });
  const script = await write('real/index.js', '');
  await mkdir(join(root, 'bin'));
  await symlink(script, join(root, 'bin', 'start'));
  assert.equal(tracerOf(join(root, 'bin', 'start')), '@sentry/node');
  assert.equal(tracerOf('/usr/lib/node_modules/tsx/dist/cli.mjs', join(root, 'real')), '@sentry/node');
});

it('takes neither the API alone, nor what installed packages list, nor what is no manifest', async () => {
  await write('plain/package.json', { dependencies: { '@opentelemetry/api': '1' }, devDependencies: null });
  await write('plain/node_modules/tool/package.json', { devDependencies: { '@opentelemetry/sdk-node': '1' } });
  const tool = await write('plain/node_modules/tool/cli.js', '');
  assert.equal(tracerOf(tool, join(root, 'plain')), undefined);
  for (const [index, content] of ['', '{', '[]', 'null', '"dd-trace"', '{"dependencies":"dd-trace"}'].entries()) {
    await write(`odd-${index}/package.json`, content);
    assert.equal(tracerOf(undefined, join(root, `odd-${index}`)), undefined, content);
  }
});
