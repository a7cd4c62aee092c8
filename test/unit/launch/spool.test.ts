// The folder that the hooks write spans into goes with a hook, and nowhere else.

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

test('the types of Node and Python have it', () => {
  for (const type of ['node', 'pwa-node', 'node-terminal', 'debugpy', 'python'])
    assert.equal(spoolOf({ type }), CONTEXT.spool, type);
});

test('no other type has it, nor one without the hook or without a folder', () => {
  for (const type of ['go', 'java', 'cppdbg']) assert.equal(spoolOf({ type }), undefined, type);
  for (const type of ['node', 'debugpy']) {
    assert.equal(spoolOf({ type }, { hooks: undefined }), undefined, type);
    assert.equal(spoolOf({ type }, { spool: undefined }), undefined, type);
  }
});

test("the user's own stands, an empty one turns it off", () => {
  assert.equal(spoolOf({ env: { SPANLINE_SPOOL: '' } }), '');
  assert.equal(spoolOf({ env: { SPANLINE_SPOOL: null } }), CONTEXT.spool);
});

test('where all is passed on, the hooks are told to write places apart, and only there', () => {
  const apartOf = (context: Partial<LaunchContext>, type = 'node') => {
    const plan = prepareLaunch({ type, request: 'launch' }, { ...CONTEXT, ...context });
    return plan.kind === 'captured' ? JSON.stringify(plan.configuration.env).includes('SPANLINE_APART') : undefined;
  };
  assert.equal(apartOf({ isApart: true }), true);
  assert.equal(apartOf({ isApart: false }), false);
  assert.equal(apartOf({ isApart: true }, 'go'), false);
});
