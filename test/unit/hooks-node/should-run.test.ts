/** In which processes the Node hook stays out. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { shouldRun } from '../../../src/hooks/node/should-run.ts';

const NODE = { node: '22.15.0' };

it('runs in the programs of the user', () => {
  for (const script of [
    undefined,
    '/app/server.js',
    'C:\\app\\npm-report.js',
    '/app/tsc/main.mjs',
    '/app/yarn.lock.js',
  ]) {
    assert.equal(shouldRun(NODE, script, {}), true, script);
  }
});

it('stays out of package managers, compilers and linters', () => {
  for (const name of [
    'npm-cli.js',
    'npx-cli.js',
    'npm',
    'yarn.js',
    'yarn-1.22.22.cjs',
    'pnpm.cjs',
    'pnpx.cjs',
    'tsc',
  ]) {
    assert.equal(shouldRun(NODE, `/usr/lib/${name}`, {}), false, name);
  }
  for (const name of ['tsserver.js', 'eslint.js', 'prettier.cjs', 'esbuild']) {
    assert.equal(shouldRun(NODE, `C:\\tools\\${name}`, {}), false, name);
  }
});

it('stays out where it is switched off, in an old Node and in another runtime', () => {
  assert.equal(shouldRun(NODE, '/app/server.js', { SPANLINE_HOOK: 'off' }), false);
  assert.equal(shouldRun(NODE, '/app/server.js', { SPANLINE_HOOK: 'on' }), true);
  assert.equal(shouldRun({ node: '16.20.2' }, '/app/server.js', {}), false);
  assert.equal(shouldRun({ node: '18.0.0' }, '/app/server.js', {}), true);
  assert.equal(shouldRun({}, '/app/server.js', {}), false);
  assert.equal(shouldRun({ node: '24.0.0', bun: '1.3.0' }, '/app/server.js', {}), false);
});
