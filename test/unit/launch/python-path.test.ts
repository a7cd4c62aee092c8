// PYTHONPATH: the hook's folder is first and once in it, and what the user has there stays in its order.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { type LaunchConfiguration, toEnvironment } from '../../../src/launch/launch-configuration.ts';
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

suite('tracing by the launch', () => {
  const context: LaunchContext = {
    port: 4321,
    session: 's-1',
    inherited: {},
    envFile: {},
    hooks: { node: '/ext/node.cjs', python: HOOK },
    pythonSdk: { packages: '/packages', report: '/reports/s-1' },
    pathDelimiter: ':',
  };
  const prepare = (configuration: object, further: Partial<LaunchContext> = {}): LaunchConfiguration => {
    const launch = { type: 'debugpy', request: 'launch', ...configuration };
    const plan = prepareLaunch(launch, { ...context, ...further });
    assert.ok(plan.kind === 'captured');
    return plan.configuration;
  };
  const variablesOf = ({ env }: LaunchConfiguration) => {
    const { SPANLINE_AUTO, SPANLINE_PACKAGES, SPANLINE_REPORT } = toEnvironment(env);
    return [SPANLINE_AUTO, SPANLINE_PACKAGES, SPANLINE_REPORT];
  };

  test('is asked for of Python alone, where it is on, and as the user says', () => {
    assert.deepEqual(variablesOf(prepare({})), ['on', '/packages', '/reports/s-1']);
    assert.deepEqual(variablesOf(prepare({ env: { SPANLINE_AUTO: '' } })), ['', undefined, undefined]);
    for (const off of [
      prepare({ type: 'node' }),
      prepare({}, { pythonSdk: undefined }),
      prepare({}, { hooks: undefined }),
    ])
      assert.deepEqual(variablesOf(off), [undefined, undefined, undefined]);
  });

  test('keeps the debugger out of the packages, behind the rules of the user', () => {
    const ours = { path: '/packages/**', include: false };
    const own = { module: 'requests', include: true };
    assert.deepEqual(prepare({}).rules, [ours]);
    assert.deepEqual(prepare({ rules: [own] }).rules, [own, ours]);
    assert.equal(prepare({}, { pythonSdk: undefined }).rules, undefined);
  });
});
