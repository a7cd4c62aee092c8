// The folder that the Node hook writes ended spans into goes with the hook, and nowhere else.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LaunchContext, prepareLaunch } from '../../../src/launch/prepare-launch.ts';

const CONTEXT: LaunchContext = {
  port: 4321,
  spool: '/storage of/spool',
  session: 's-1',
  inherited: {},
  envFile: {},
  hooks: { node: '/ext/node.cjs', python: '/ext/python' },
  pathDelimiter: ':',
};

function spoolOf(configuration: object, context: Partial<LaunchContext> = {}): unknown {
  const plan = prepareLaunch({ type: 'node', request: 'launch', ...configuration }, { ...CONTEXT, ...context });
  assert.equal(plan.kind, 'captured');
  const env = plan.kind === 'captured' ? plan.configuration.env : undefined;
  return typeof env === 'object' && env !== null && 'SPANLINE_SPOOL' in env ? env.SPANLINE_SPOOL : undefined;
}

test('the types of Node have it', () => {
  for (const type of ['node', 'pwa-node', 'node-terminal']) assert.equal(spoolOf({ type }), CONTEXT.spool, type);
});

test('no other type has it, nor one without the hook or without a folder', () => {
  for (const type of ['go', 'java', 'debugpy']) assert.equal(spoolOf({ type }), undefined, type);
  assert.equal(spoolOf({}, { hooks: undefined }), undefined);
  assert.equal(spoolOf({}, { spool: undefined }), undefined);
});

test("the user's own stands, an empty one turns it off", () => {
  assert.equal(spoolOf({ env: { SPANLINE_SPOOL: '' } }), '');
  assert.equal(spoolOf({ env: { SPANLINE_SPOOL: null } }), CONTEXT.spool);
});
