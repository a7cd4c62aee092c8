// F5: what a debug configuration becomes so that its spans arrive, and everything of the user's that stays as it was.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { LaunchConfiguration } from '../../../src/launch/launch-configuration.ts';
import { type LaunchContext, prepareLaunch, wantsCapture } from '../../../src/launch/prepare-launch.ts';
import { SIGNALS_HERE } from '../../support/captured-environment.ts';

const CONTEXT: LaunchContext = {
  port: 4321,
  session: 's-1',
  inherited: {},
  envFile: {},
  hooks: { node: '/ext ensions/node.cjs', python: '/ext ensions/python' },
  pathDelimiter: ':',
};
const OURS = {
  ...SIGNALS_HERE,
  OTEL_RESOURCE_ATTRIBUTES: 'spanline.session=s-1',
  OTEL_BSP_SCHEDULE_DELAY: '100',
};
/** And nothing to say. */
const LEFT = { kind: 'left', why: undefined, offers: [] };
const HOOK = '--require "/ext ensions/node.cjs"';

function captured(
  configuration: Partial<LaunchConfiguration>,
  context: Partial<LaunchContext> = {},
): LaunchConfiguration {
  const plan = prepareLaunch({ type: 'node', request: 'launch', ...configuration }, { ...CONTEXT, ...context });
  assert.equal(plan.kind, 'captured');
  return plan.kind === 'captured' ? plan.configuration : { type: '', request: '' };
}

suite('a launch that is captured', () => {
  test('has the endpoint, the mark of its session and the hook; all else is as it was', () => {
    const configuration = {
      type: 'node',
      request: 'launch',
      program: '/ws/a.js',
      args: ['x'],
      env: { PATH: '/bin', PORT: '80' },
    };
    const before = structuredClone(configuration);
    assert.deepEqual(captured(configuration), {
      ...configuration,
      __spanline: 's-1',
      env: { PATH: '/bin', PORT: '80', ...OURS, NODE_OPTIONS: HOOK },
    });
    assert.deepEqual(configuration, before, 'the configuration itself is not changed');
  });

  test('without env, or with one that is no object, gets one', () => {
    for (const env of [undefined, null, 'nonsense']) assert.deepEqual(captured({ type: 'go', env }).env, OURS);
  });

  test('of a type that nobody knows gets env, and no hook', () => {
    for (const type of ['rust-of-tomorrow', 'coreclr', 'java', 'constructor', '__proto__'])
      assert.deepEqual(captured({ type }).env, OURS, type);
  });

  test('of all types of Node has the hook, unless call sites are off', () => {
    for (const type of ['node', 'pwa-node', 'node-terminal'])
      assert.deepEqual(captured({ type }).env, { ...OURS, NODE_OPTIONS: HOOK });
    assert.deepEqual(captured({}, { hooks: undefined }).env, OURS);
  });

  test("has the hook behind the user's NODE_OPTIONS, from env or envFile, not from what is inherited", () => {
    const optionsOf = (configuration: object, context: Partial<LaunchContext> = {}) => {
      const { env } = captured(configuration, context);
      return typeof env === 'object' && env !== null && 'NODE_OPTIONS' in env && env.NODE_OPTIONS;
    };
    assert.equal(optionsOf({ env: { NODE_OPTIONS: '--no-warnings' } }), `--no-warnings ${HOOK}`);
    assert.equal(optionsOf({}, { envFile: { NODE_OPTIONS: '-r "./my file.js"' } }), `-r "./my file.js" ${HOOK}`);
    assert.equal(optionsOf({ env: { NODE_OPTIONS: null } }, { envFile: { NODE_OPTIONS: '--inspect' } }), HOOK);
    // js-debug appends those by itself.
    assert.equal(optionsOf({}, { inherited: { NODE_OPTIONS: '--max-old-space-size=99' } }), HOOK);
    assert.equal(
      optionsOf({}, { hooks: { node: 'C:\\Program Files\\x\\node.cjs', python: '' } }),
      '--require "C:/Program Files/x/node.cjs"',
    );
  });

  test('of all types of Node has the hook that brings an SDK behind the other, unless that is off', () => {
    const nodeSdk = 'C:\\ext ensions\\node-sdk.cjs';
    const sdk = '--require "C:/ext ensions/node-sdk.cjs"';
    for (const type of ['node', 'pwa-node', 'node-terminal'])
      assert.deepEqual(captured({ type }, { nodeSdk }).env, { ...OURS, NODE_OPTIONS: `${HOOK} ${sdk}` });
    assert.deepEqual(captured({}, { nodeSdk, hooks: undefined }).env, { ...OURS, NODE_OPTIONS: sdk });
    const own = { env: { NODE_OPTIONS: `--inspect ${sdk}` } };
    assert.deepEqual(captured(own, { nodeSdk }).env, { ...OURS, NODE_OPTIONS: `--inspect ${sdk} ${HOOK}` });
    assert.deepEqual(captured({ type: 'debugpy' }, { nodeSdk, hooks: undefined }).env, OURS);
  });

  test('of all types of Python has the folder of the hook, unless call sites are off', () => {
    for (const type of ['debugpy', 'python']) {
      assert.deepEqual(captured({ type }).env, { ...OURS, PYTHONPATH: '/ext ensions/python' });
      assert.deepEqual(captured({ type }, { hooks: undefined }).env, OURS);
    }
  });

  test("has the folder of the hook before the user's PYTHONPATH, wherever it is from", () => {
    const pathOf = (configuration: object, context: Partial<LaunchContext> = {}) => {
      const { env } = captured({ type: 'debugpy', ...configuration }, context);
      return typeof env === 'object' && env !== null && 'PYTHONPATH' in env && env.PYTHONPATH;
    };
    const [own, envFile, inherited] = [{ PYTHONPATH: '/own' }, { PYTHONPATH: '/file' }, { PYTHONPATH: '/inherited' }];
    assert.equal(pathOf({ env: own }, { envFile, inherited }), '/ext ensions/python:/own');
    assert.equal(pathOf({}, { envFile, inherited }), '/ext ensions/python:/file');
    assert.equal(pathOf({}, { inherited }), '/ext ensions/python:/inherited');
    assert.equal(pathOf({ env: { PYTHONPATH: null } }, { inherited }), '/ext ensions/python');
    const windows = { hooks: { node: '', python: 'C:\\ext ensions\\python' }, pathDelimiter: ';' };
    assert.equal(pathOf({ env: { PYTHONPATH: 'C:\\a;D:\\b' } }, windows), 'C:\\ext ensions\\python;C:\\a;D:\\b');
  });

  test("has the mark behind the user's resource attributes, wherever they are from", () => {
    const attributes = 'deployment.environment.name=dev,team=a%2Cb';
    const marked = `${attributes},spanline.session=s-1`;
    for (const [configuration, context] of [
      [{ env: { OTEL_RESOURCE_ATTRIBUTES: attributes } }, {}],
      [{}, { envFile: { OTEL_RESOURCE_ATTRIBUTES: attributes } }],
      [{}, { inherited: { OTEL_RESOURCE_ATTRIBUTES: attributes } }],
    ] as const)
      assert.deepEqual(captured({ type: 'go', ...configuration }, context).env, {
        ...OURS,
        OTEL_RESOURCE_ATTRIBUTES: marked,
      });
    assert.deepEqual(captured({ type: 'go', env: { OTEL_RESOURCE_ATTRIBUTES: '' } }).env, OURS);
  });

  test("keeps the user's own delay of export", () => {
    const delay = { OTEL_BSP_SCHEDULE_DELAY: '2000' };
    assert.deepEqual(captured({ type: 'go', env: delay }).env, { ...OURS, ...delay });
    const { OTEL_BSP_SCHEDULE_DELAY: _, ...others } = OURS;
    assert.deepEqual(captured({ type: 'go' }, { inherited: delay }).env, others);
    assert.deepEqual(captured({ type: 'go' }, { envFile: delay }).env, others);
  });

  test("of C++ takes pairs, and keeps the user's with what is odd among them", () => {
    const odd = [{ name: 'EMPTY', value: null }, 'nonsense', { value: 'x' }];
    const own = [{ name: 'PATH', value: '/bin' }, { name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'a=b' }, ...odd];
    for (const type of ['cppdbg', 'cppvsdbg']) {
      const configuration = captured({ type, environment: own });
      const pairs = Object.entries({ ...OURS, OTEL_RESOURCE_ATTRIBUTES: 'a=b,spanline.session=s-1' });
      assert.deepEqual(configuration.environment, [
        { name: 'PATH', value: '/bin' },
        ...odd,
        ...pairs.map(([name, value]) => ({ name, value })),
      ]);
      assert.equal(configuration.env, undefined);
      assert.equal(Array.isArray(captured({ type }).environment), true);
    }
  });
});

suite('a launch that is left alone', () => {
  const left: readonly (readonly [string, object])[] = [
    ['opted out', { spanline: false }],
    ['attach', { request: 'attach' }],
    ['nothing at all, as F5 without a configuration hands over', { type: undefined, request: undefined }],
    ['a child session of js-debug', { __pendingTargetId: 'x' }],
    ['a child session of debugpy', { type: 'debugpy', subProcessId: 17 }],
    ...['chrome', 'msedge', 'pwa-chrome', 'pwa-msedge', 'docker', 'aspire', 'extensionHost', 'pwa-extensionHost'].map(
      (type) => [type, { type }] as const,
    ),
  ];
  for (const [what, configuration] of left)
    test(what, () => {
      const whole = { type: 'node', request: 'launch', env: { A: 'b' }, ...configuration } as LaunchConfiguration;
      assert.equal(wantsCapture(whole), false);
      assert.deepEqual(prepareLaunch(whole, CONTEXT), { ...LEFT, configuration: whole });
    });

  test('is captured again when opted in by name', () => {
    for (const spanline of [true, undefined, {}, 'false'])
      assert.ok(wantsCapture({ type: 'go', request: 'launch', spanline }));
  });
});

suite('preparing any launch', () => {
  const name = fc.constantFrom(
    'PATH',
    'NODE_OPTIONS',
    'OTEL_RESOURCE_ATTRIBUTES',
    'OTEL_BSP_SCHEDULE_DELAY',
    'OTEL_TRACES_EXPORTER',
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'OTEL_SERVICE_NAME',
  );
  const text = fc.constantFrom('', 'otlp', '--inspect', 'a=b', '500');
  const environment = fc.dictionary(name, text);
  const configuration = fc.record({
    type: fc.constantFrom('node', 'python', 'cppdbg', 'go', 'chrome'),
    request: fc.constantFrom('launch', 'attach'),
    env: fc.option(fc.dictionary(name, fc.oneof(text, fc.constant(null))), { nil: undefined }),
    environment: fc.option(fc.array(fc.record({ name, value: text })), { nil: undefined }),
    args: fc.array(fc.string()),
  });

  test('twice is preparing it once, and only variables of ours differ', () => {
    fc.assert(
      fc.property(configuration, environment, environment, (own, inherited, envFile) => {
        const context = { ...CONTEXT, inherited, envFile };
        const plan = prepareLaunch(own, context);
        if (plan.kind === 'left') return;
        const again = prepareLaunch(plan.configuration, { ...context, session: 's-2' });
        assert.deepEqual(again, { ...LEFT, configuration: plan.configuration });
        const { env: _, environment: __, __spanline: ___, ...others } = plan.configuration;
        const { env, environment: pairs, ...before } = own;
        assert.deepEqual(others, before);
        const after = plan.configuration.env;
        const ours = [...Object.keys(OURS), 'NODE_OPTIONS'];
        for (const [key, value] of Object.entries(own.type === 'cppdbg' ? {} : (env ?? {}))) {
          const now: unknown = Object.entries(after ?? {}).find(([other]) => other === key)?.[1];
          if (ours.includes(key) && now !== value) assert.ok(String(now).startsWith(value ?? ''), `${key}: ${now}`);
          else assert.equal(now, value);
        }
        if (own.type !== 'cppdbg') assert.equal(plan.configuration.environment, pairs);
        else assert.equal(after, env);
      }),
      { numRuns: 500 },
    );
  });
});
