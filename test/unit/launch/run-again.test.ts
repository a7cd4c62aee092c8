// A program that exports elsewhere, and the wishes for one run: which variables are replaced, and which go on as they were.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { parseCaptureWish } from '../../../src/launch/capture-wish.ts';
import { type LaunchContext, type LaunchPlan, prepareLaunch } from '../../../src/launch/prepare-launch.ts';
import { RUN_AGAIN } from '../../../src/model/run-again.ts';
import { SIGNALS_HERE } from '../../support/captured-environment.ts';

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../../media/launch-options.schema.json'), 'utf8'));

const CONTEXT: LaunchContext = {
  port: 4321,
  session: 's-1',
  inherited: {},
  envFile: {},
  spool: '/spool',
  hooks: { node: '/hooks/node.cjs', python: '/hooks/python' },
  nodeSdk: '/hooks/node-sdk.cjs',
  pythonSdk: { packages: '/packages' },
  pathDelimiter: ':',
};

type Variables = Readonly<Record<string, string>>;

function plan(env: Variables, spanline: unknown, type = 'go', context: Partial<LaunchContext> = {}): LaunchPlan {
  return prepareLaunch({ type, request: 'launch', env, spanline }, { ...CONTEXT, ...context });
}

/** What the program gets beside and instead of its own variables. */
function added(env: Variables, spanline: unknown, type?: string): Variables {
  const planned = plan(env, spanline, type);
  assert.equal(planned.kind, 'captured', planned.kind === 'left' ? planned.why : '');
  const all: Variables = Object.assign({}, planned.configuration.env);
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => env[name] !== value));
}

const ELSEWHERE = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
const OVERRIDE = { override: true };
const FORWARD = { forward: true };
const HERE = {
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4321/v1/traces',
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf',
  OTEL_BSP_SCHEDULE_DELAY: '100',
};
const FORWARDED = { ...HERE, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4321/forward/s-1/v1/traces' };

suite('a run that overrides', () => {
  test('has its traces here; metrics, logs and the resource that they share are as they were', () => {
    assert.deepEqual(added({ ...ELSEWHERE, OTEL_RESOURCE_ATTRIBUTES: 'team=a' }, OVERRIDE), HERE);
    const signals = {
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://m/v1/metrics',
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://l/v1/logs',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=secret',
      OTEL_EXPORTER_OTLP_CERTIFICATE: '/ca.pem',
      OTEL_METRICS_EXPORTER: 'prometheus',
    };
    assert.deepEqual(added(signals, OVERRIDE), HERE);
  });

  test('is not spoiled by what is set for its traces alone', () => {
    const own = {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://backend/v1/traces',
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'authorization=secret',
      OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE: '/ca.pem',
      OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE: '/c.pem',
      OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: '/k.pem',
      OTEL_EXPORTER_OTLP_TRACES_INSECURE: 'false',
      OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'zstd',
      OTEL_BSP_SCHEDULE_DELAY: '700',
    };
    const { OTEL_BSP_SCHEDULE_DELAY: _, ...here } = HERE;
    assert.deepEqual(added(own, OVERRIDE), {
      ...here,
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: '',
      OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE: '',
      OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE: '',
      OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: '',
      OTEL_EXPORTER_OTLP_TRACES_INSECURE: '',
      OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'none',
    });
  });

  test('exports over OTLP whatever it would, and goes on with the exporters that it has beside', () => {
    for (const exporters of ['none', 'console', 'zipkin,console'])
      assert.deepEqual(added({ OTEL_TRACES_EXPORTER: exporters }, OVERRIDE), { ...HERE, OTEL_TRACES_EXPORTER: 'otlp' });
    assert.deepEqual(added({ OTEL_TRACES_EXPORTER: 'console, otlp' }, OVERRIDE), HERE);
  });

  test('has its SDK on, without the metrics and logs that it did not have', () => {
    assert.deepEqual(added({ OTEL_SDK_DISABLED: 'true' }, OVERRIDE), {
      ...HERE,
      OTEL_SDK_DISABLED: 'false',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
    });
  });

  test('wins over an envFile, and is no different where nothing is directed', () => {
    const planned = plan({}, OVERRIDE, 'node', { envFile: ELSEWHERE, hooks: undefined, nodeSdk: undefined });
    assert.deepEqual([planned.kind, planned.configuration.env], ['captured', HERE]);
    assert.deepEqual(added({}, OVERRIDE), {
      ...HERE,
      ...SIGNALS_HERE,
      OTEL_RESOURCE_ATTRIBUTES: 'spanline.session=s-1',
    });
  });

  test('has what any captured program has of hooks', () => {
    assert.deepEqual(added(ELSEWHERE, OVERRIDE, 'node'), {
      ...HERE,
      NODE_OPTIONS: '--require /hooks/node.cjs --require /hooks/node-sdk.cjs',
      SPANLINE_SPOOL: '/spool',
    });
  });

  test('keeps pairs of C++ in order, its own in place of those that are replaced', () => {
    const environment = [
      { name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', value: 'http://collector:4318/v1/traces' },
      { name: 'PATH', value: '/bin' },
    ];
    const planned = prepareLaunch({ type: 'cppdbg', request: 'launch', environment, spanline: OVERRIDE }, CONTEXT);
    const pairs = Object.entries(HERE).map(([name, value]) => ({ name, value }));
    assert.deepEqual(planned.configuration.environment, [{ name: 'PATH', value: '/bin' }, ...pairs]);
  });
});

suite('a run that forwards', () => {
  test('sends to a path of its own, and its destination is what its variables say', () => {
    const environment = { ...ELSEWHERE, OTEL_EXPORTER_OTLP_HEADERS: 'k=v', OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' };
    assert.deepEqual(added(environment, FORWARD), { ...FORWARDED, OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'none' });
    const planned = plan(environment, FORWARD);
    const forward = planned.kind === 'captured' ? planned.forward : undefined;
    assert.deepEqual(
      [forward?.url, forward?.headers, forward?.isGzipped],
      ['http://collector:4318/v1/traces', [['k', 'v']], true],
    );
    assert.deepEqual(added(environment, { forward: true, override: true }), added(environment, FORWARD));
  });

  test('speaks JSON where its destination gets JSON, and protobuf otherwise', () => {
    const json = { ...ELSEWHERE, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };
    assert.equal(added(json, FORWARD).OTEL_EXPORTER_OTLP_TRACES_PROTOCOL, 'http/json');
    assert.equal(
      added({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, FORWARD).OTEL_EXPORTER_OTLP_TRACES_PROTOCOL,
      'http/protobuf',
    );
  });

  test('keeps what the hooks write apart, and makes no spans that it would not make', () => {
    assert.deepEqual(added(ELSEWHERE, FORWARD, 'node'), {
      ...FORWARDED,
      NODE_OPTIONS: '--require /hooks/node.cjs',
      SPANLINE_SPOOL: '/spool',
      SPANLINE_APART: 'on',
      SPANLINE_AUTO: '',
    });
    assert.deepEqual(added(ELSEWHERE, FORWARD, 'debugpy'), {
      ...FORWARDED,
      PYTHONPATH: '/hooks/python',
      SPANLINE_SPOOL: '/spool',
      SPANLINE_APART: 'on',
      SPANLINE_AUTO: '',
    });
  });

  test('is captured and not forwarded where nothing says where to', () => {
    const planned = plan({}, FORWARD);
    assert.equal(planned.kind === 'captured' && planned.forward, undefined);
  });
});

suite('a program that exports elsewhere', () => {
  const offersOf = (env: Variables, spanline?: unknown) => {
    const planned = plan(env, spanline);
    return planned.kind === 'left' ? planned.offers : [planned.kind];
  };

  test('is offered what can be done, and left alone until that is wished', () => {
    for (const spanline of [undefined, true, {}, { override: false, forward: false }])
      assert.deepEqual(offersOf(ELSEWHERE, spanline), ['override', 'forward']);
    assert.deepEqual(plan(ELSEWHERE, undefined).configuration.env, ELSEWHERE);
    for (const nowhere of [
      { OTEL_TRACES_EXPORTER: 'zipkin' },
      { OTEL_SDK_DISABLED: 'true' },
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'nonsense' },
    ])
      assert.deepEqual(offersOf(nowhere), ['override'], JSON.stringify(nowhere));
  });

  test('by a declarative file cannot be overridden, and is told so', () => {
    for (const name of ['OTEL_CONFIG_FILE', 'OTEL_EXPERIMENTAL_CONFIG_FILE'])
      for (const spanline of [undefined, OVERRIDE, FORWARD]) {
        const planned = plan({ ...ELSEWHERE, [name]: 'otel.yaml' }, spanline);
        assert.deepEqual(planned.kind === 'left' && planned.offers, []);
        assert.match(
          planned.kind === 'left' ? (planned.why ?? '') : '',
          new RegExp(`^${name} is set .* no variable changes`),
        );
      }
  });

  test('in a way that cannot be passed on is left alone with the reason, though forwarding is wished', () => {
    const planned = plan({ OTEL_TRACES_EXPORTER: 'zipkin' }, FORWARD);
    assert.deepEqual(planned.kind === 'left' && planned.offers, ['override']);
    assert.match(planned.kind === 'left' ? (planned.why ?? '') : '', /cannot be passed on.*over OTLP/);
  });

  test('is prepared once: it keeps what it was left with', () => {
    const once = plan(ELSEWHERE, undefined);
    const twice = prepareLaunch(once.configuration, { ...CONTEXT, session: 's-2' });
    assert.deepEqual(twice.configuration, once.configuration);
    assert.equal(twice.kind === 'left' && twice.why, undefined);
  });

  test('may wish what the schema for launch.json completes, and nothing else', () => {
    const { spanline } = schema.properties.configurations.items.properties;
    const options: Readonly<Record<string, { readonly type: string }>> = spanline.anyOf.at(-1).properties;
    for (const [option, { type }] of Object.entries(options)) {
      assert.equal(type, 'boolean');
      assert.deepEqual(parseCaptureWish({ [option]: true }), { ok: true, value: option });
    }
    assert.deepEqual(Object.keys(options).sort(), Object.keys(RUN_AGAIN).sort());
  });

  test('whose wish cannot be understood is left alone, and told what may be written', () => {
    for (const [spanline, said] of [
      ['forward', /^“spanline” is "forward"; it may be false, or an object/],
      [[true], /may be false, or an object/],
      [null, /may be false, or an object/],
      [{ foward: true }, /^“spanline” has no option “foward”; it has “override” and “forward”\.$/],
      [{ forward: 'yes' }, /^“forward” in “spanline” is "yes"; it may be true or false\.$/],
    ] as const) {
      const planned = plan(ELSEWHERE, spanline);
      assert.match(planned.kind === 'left' ? (planned.why ?? '') : '', said);
      assert.deepEqual([planned.kind === 'left' && planned.offers, planned.configuration.env], [[], ELSEWHERE]);
    }
  });
});
