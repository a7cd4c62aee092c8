// PYTHONPATH: the hook's folder is first and once in it, and what the user has there stays in its order.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type LaunchContext, prepareLaunch } from '../../../src/launch/prepare-launch.ts';
import { withHookFolder } from '../../../src/launch/python-path.ts';

const HOOK = '/ext/python';

test('nothing but the hook', () => {
  for (const none of [undefined, '', HOOK]) assert.equal(withHookFolder(none, HOOK, ':'), HOOK);
});

test('an empty entry, which is the current folder, stays where it is', () => {
  assert.equal(withHookFolder(':/a::/b', HOOK, ':'), `${HOOK}::/a::/b`);
});

test('the hook first and once, the others as they were, and the second time changes nothing', () => {
  const entries = fc.array(fc.constantFrom('', '/a', '/b c', HOOK));
  fc.assert(
    fc.property(entries, fc.constantFrom(':', ';'), (before, delimiter) => {
      const after = withHookFolder(before.join(delimiter), HOOK, delimiter);
      const [first, ...others] = after.split(delimiter);
      assert.equal(first, HOOK);
      if (before.join(delimiter) !== '')
        assert.deepEqual(
          others,
          before.filter((entry) => entry !== HOOK),
        );
      assert.equal(withHookFolder(after, HOOK, delimiter), after);
    }),
  );
});

test('tracing by the launch is asked for of Python alone, where it is on, and as the user says', () => {
  const context: LaunchContext = {
    port: 4321,
    session: 's-1',
    inherited: {},
    envFile: {},
    hooks: { node: '/ext/node.cjs', python: HOOK },
    pythonSdk: { packages: '/packages', report: '/reports/s-1' },
    pathDelimiter: ':',
  };
  const autoOf = (configuration: object, further: Partial<LaunchContext> = {}) => {
    const launch = { type: 'debugpy', request: 'launch', ...configuration };
    const plan = prepareLaunch(launch, { ...context, ...further });
    const env = plan.kind === 'captured' ? plan.configuration.env : undefined;
    return typeof env === 'object' && env !== null && 'SPANLINE_AUTO' in env ? env.SPANLINE_AUTO : undefined;
  };
  assert.equal(autoOf({}), 'on');
  assert.equal(autoOf({ env: { SPANLINE_AUTO: '' } }), '');
  for (const off of [autoOf({ type: 'node' }), autoOf({}, { pythonSdk: undefined }), autoOf({}, { hooks: undefined })])
    assert.equal(off, undefined);
});
