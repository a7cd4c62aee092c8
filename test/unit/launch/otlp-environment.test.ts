// What the user directs elsewhere stands as one group: any member of it, and the launch is left alone.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type LaunchContext, prepareLaunch } from '../../../src/launch/prepare-launch.ts';
import { SIGNALS_HERE } from '../../support/captured-environment.ts';

const CONTEXT: LaunchContext = {
  port: 4321,
  session: 's-1',
  inherited: {},
  envFile: {},
  hooks: undefined,
  pathDelimiter: ':',
};

function planWith(environment: Readonly<Record<string, string>>, where: 'env' | 'envFile' | 'inherited') {
  const configuration = { type: 'go', request: 'launch', ...(where === 'env' ? { env: environment } : {}) };
  return prepareLaunch(configuration, { ...CONTEXT, ...(where === 'env' ? {} : { [where]: environment }) });
}

const GROUP: Readonly<Record<string, string>> = {
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces',
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://collector:4318/v1/metrics',
  OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://collector:4318/v1/logs',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
  OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer x',
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'authorization=Bearer x',
  OTEL_EXPORTER_OTLP_TIMEOUT: '1000',
  OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
  OTEL_EXPORTER_OTLP_CERTIFICATE: '/ca.pem',
  OTEL_EXPORTER_OTLP_INSECURE: 'false',
  OTEL_CONFIG_FILE: 'otel.yaml',
  OTEL_EXPERIMENTAL_CONFIG_FILE: 'otel.yaml',
  OTEL_TRACES_EXPORTER: 'none',
  OTEL_SDK_DISABLED: 'TRUE',
};

suite('an export that the user directs', () => {
  for (const [name, value] of Object.entries(GROUP))
    test(`${name} leaves the launch alone, wherever it is set`, () => {
      for (const where of ['env', 'envFile', 'inherited'] as const) {
        const plan = planWith({ [name]: value }, where);
        assert.equal(plan.kind, 'left', where);
        assert.match(plan.kind === 'left' ? (plan.why ?? '') : '', new RegExp(`^${name} is set`));
      }
    });

  test('members that are empty, and values that say the default, direct nothing', () => {
    for (const [name, value] of [
      ...Object.keys(GROUP).map((member) => [member, ''] as const),
      ['OTEL_TRACES_EXPORTER', 'otlp'],
      ['OTEL_SDK_DISABLED', 'false'],
      ['OTEL_SERVICE_NAME', 'shop'],
      ['OTEL_METRICS_EXPORTER', 'prometheus'],
      ['OTEL_PROPAGATORS', 'b3'],
    ] as const)
      for (const where of ['env', 'envFile', 'inherited'] as const)
        assert.equal(planWith({ [name]: value }, where).kind, 'captured', `${name}=${value} in ${where}`);
  });

  test('what the configuration unsets is not set: a null there lifts what was inherited', () => {
    const name = 'OTEL_EXPORTER_OTLP_ENDPOINT';
    const inherited = { [name]: 'http://collector:4318' };
    const unset = { type: 'node', request: 'launch', env: { [name]: null } };
    const plan = prepareLaunch(unset, { ...CONTEXT, inherited });
    assert.equal(plan.kind, 'captured');
    assert.deepEqual(plan.kind === 'captured' && plan.configuration.env, {
      [name]: null,
      ...SIGNALS_HERE,
      OTEL_RESOURCE_ATTRIBUTES: 'spanline.session=s-1',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    });
  });

  test('the nearest setting counts: env before envFile before what is inherited', () => {
    const context = { ...CONTEXT, inherited: { OTEL_SDK_DISABLED: 'true' }, envFile: { OTEL_SDK_DISABLED: 'false' } };
    assert.equal(prepareLaunch({ type: 'go', request: 'launch' }, context).kind, 'captured');
    const own = { type: 'go', request: 'launch', env: { OTEL_SDK_DISABLED: 'true' } };
    assert.equal(prepareLaunch(own, context).kind, 'left');
  });
});
