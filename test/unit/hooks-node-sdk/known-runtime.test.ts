/** Which runtimes are instrumented, and which spans have somewhere to go. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isKnownRuntime } from '../../../src/hooks/node-sdk/known-runtime.ts';
import { spansEndpoint } from '../../../src/hooks/node-sdk/spans-endpoint.ts';

it('takes the releases of Node that the SDK supports, up to the newest that was tried', () => {
  for (const node of ['18.19.0', '18.20.8', '20.6.0', '20.20.2', '21.0.0', '22.0.0', '24.21.0', '26.10.0'])
    assert.equal(isKnownRuntime({ node }), true, node);
  for (const node of ['16.20.2', '18.18.2', '19.9.0', '20.5.1', '27.0.0', '', 'next'])
    assert.equal(isKnownRuntime({ node }), false, node);
  assert.equal(isKnownRuntime({}), false);
});

it('takes no other runtime, whatever Node it says it is', () => {
  for (const other of ['bun', 'deno', 'electron'])
    assert.equal(isKnownRuntime({ node: '22.0.0', [other]: '1.0.0' }), false, other);
});

const ENDPOINT = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4321/v1/traces' };

it('sends to this machine alone, where the launch says', () => {
  assert.equal(spansEndpoint(ENDPOINT)?.href, ENDPOINT.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT);
  assert.equal(spansEndpoint({ ...ENDPOINT, OTEL_TRACES_EXPORTER: 'otlp' })?.port, '4321');
  for (const url of ['', 'nonsense', 'https://127.0.0.1:1/v1/traces', 'http://127.0.0.1.test/', 'file:///127.0.0.1'])
    assert.equal(spansEndpoint({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url }), undefined, url);
  assert.equal(spansEndpoint({}), undefined);
});

it('sends nothing where that is said', () => {
  assert.equal(spansEndpoint({ ...ENDPOINT, OTEL_SDK_DISABLED: 'TRUE' }), undefined);
  for (const kind of ['none', 'console', 'otlp,console'])
    assert.equal(spansEndpoint({ ...ENDPOINT, OTEL_TRACES_EXPORTER: kind }), undefined, kind);
});
