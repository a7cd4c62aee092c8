// In a captured shell, a command that says where its spans go is left alone, by the rule of launches.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { giveWay } from '../../../src/hooks/node/give-way.ts';
import { SIGNALS_HERE } from '../../support/captured-environment.ts';

const ENDPOINT = 'http://127.0.0.1:4321/v1/traces';
const SHELL = {
  ...SIGNALS_HERE,
  OTEL_RESOURCE_ATTRIBUTES: 'a=b,spanline.session=s-1',
  SPANLINE_TERMINAL: `s-1 ${ENDPOINT}`,
};

/** What is left of the shell's variables; undefined where they all stand. */
function left(own: Readonly<Record<string, string>>): Readonly<Record<string, string | undefined>> | undefined {
  const env: Record<string, string | undefined> = { ...SHELL, ...own };
  const { SPANLINE_TERMINAL: _, ...rest } = env;
  const gaveWay = giveWay(env);
  const { SPANLINE_TERMINAL: __, ...after } = env;
  if (!gaveWay) assert.deepEqual(after, rest, 'what stands is not changed');
  return gaveWay ? after : undefined;
}

test('a command that says nothing is captured', () => {
  assert.equal(left({}), undefined);
  assert.equal(left({ OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: '' }), undefined);
});

test('a command with an endpoint for all signals sends there, over the protocol that it would', () => {
  const own = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317' };
  assert.deepEqual(left(own), { ...own, OTEL_RESOURCE_ATTRIBUTES: 'a=b' });
});

test('a command with an endpoint for traces sends there', () => {
  const own = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces' };
  const after = { ...own, OTEL_RESOURCE_ATTRIBUTES: 'a=b' };
  assert.deepEqual(left(own), { ...after, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf' });
  const grpc = { ...own, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
  assert.deepEqual(left(grpc), { ...after, ...grpc });
});

test('a command that prints its spans, makes none, or reads a file is left alone', () => {
  for (const own of [
    { OTEL_TRACES_EXPORTER: 'console' },
    { OTEL_SDK_DISABLED: 'TRUE' },
    { OTEL_CONFIG_FILE: 'a.yaml' },
  ])
    assert.deepEqual(left(own), { ...own, OTEL_RESOURCE_ATTRIBUTES: 'a=b' });
});

test('the mark goes without a trace where it is all that there is', () => {
  const own = { OTEL_RESOURCE_ATTRIBUTES: 'spanline.session=s-1', OTEL_TRACES_EXPORTER: 'none' };
  assert.deepEqual(left(own), { OTEL_TRACES_EXPORTER: 'none' });
});

test('a launch in a captured terminal was decided on before, and one outside of any is none of ours', () => {
  const launch = {
    OTEL_RESOURCE_ATTRIBUTES: 'spanline.session=s-2',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
  };
  assert.equal(left(launch), undefined);
  assert.equal(left({ SPANLINE_TERMINAL: '', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }), undefined);
});
