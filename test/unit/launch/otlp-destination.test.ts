// Where a program's own exporter would send: the variables are read as the specification of OTLP exporters reads them.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readOtlpDestination } from '../../../src/launch/otlp-destination.ts';
import { destinationName, type OtlpDestination } from '../../../src/model/otlp-destination.ts';

function read(environment: Readonly<Record<string, string>>): OtlpDestination {
  const found = readOtlpDestination(environment);
  if (!found.ok) throw new Error(found.error);
  return found.value;
}

const GRPC = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };

suite('the destination of a program', () => {
  const urls: readonly (readonly [Readonly<Record<string, string>>, string, 'http' | 'grpc'])[] = [
    [{}, 'http://localhost:4318/v1/traces', 'http'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }, 'http://collector:4318/v1/traces', 'http'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://eu.example/otlp/' }, 'https://eu.example/otlp/v1/traces', 'http'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://eu.example/otlp?k=v' }, 'https://eu.example/otlp/v1/traces?k=v', 'http'],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318' }, 'http://collector:4318/', 'http'],
    [
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c:1/in/', OTEL_EXPORTER_OTLP_ENDPOINT: 'x' },
      'http://c:1/in/',
      'http',
    ],
    [
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: '', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:1' },
      'http://c:1/v1/traces',
      'http',
    ],
    [GRPC, 'http://localhost:4317/', 'grpc'],
    [{ ...GRPC, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317' }, 'http://collector:4317/', 'grpc'],
    [{ ...GRPC, OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' }, 'https://collector:4317/', 'grpc'],
    [
      { ...GRPC, OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317', OTEL_EXPORTER_OTLP_INSECURE: 'TRUE' },
      'http://collector:4317/',
      'grpc',
    ],
    [
      { ...GRPC, OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector:4317', OTEL_EXPORTER_OTLP_INSECURE: 'true' },
      'https://collector:4317/',
      'grpc',
    ],
    [{ ...GRPC, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json' }, 'http://localhost:4318/v1/traces', 'http'],
    // SDKs whose default is gRPC are told no protocol: the port tells it.
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317' }, 'http://collector:4317/', 'grpc'],
    [
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4317' },
      'http://c:4317/v1/traces',
      'http',
    ],
  ];
  for (const [environment, url, transport] of urls)
    test(`${JSON.stringify(environment)} is ${url} over ${transport}`, () => {
      const found = read(environment);
      assert.deepEqual([found.url, found.transport], [url, transport]);
    });

  test('has the headers of W3C Baggage: decoded, those of the signal instead of those of all', () => {
    const headers = {
      OTEL_EXPORTER_OTLP_HEADERS:
        'Authorization=Basic%20a%3D%3D , x-tenant= shop,api-key=a=b,,odd, =1, no good=1, nul=%00, half=%zz',
    };
    assert.deepEqual(read(headers).headers, [
      ['authorization', 'Basic a=='],
      ['x-tenant', 'shop'],
      ['api-key', 'a=b'],
      ['half', '%zz'],
    ]);
    assert.deepEqual(read({ ...headers, OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x=1' }).headers, [['x', '1']]);
  });

  test('has compression, timeout and files, with the defaults of the specification', () => {
    const none = { certificate: undefined, clientCertificate: undefined, clientKey: undefined };
    const plain = read({});
    assert.deepEqual([plain.isGzipped, plain.timeout, plain.headers, plain.tls], [false, 10_000, [], none]);
    const set = read({
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
      OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '1500',
      OTEL_EXPORTER_OTLP_CERTIFICATE: '/ca.pem',
      OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: '/all.pem',
      OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE: '/traces.pem',
      OTEL_EXPORTER_OTLP_CLIENT_KEY: '/key.pem',
    });
    const tls = { certificate: '/ca.pem', clientCertificate: '/traces.pem', clientKey: '/key.pem' };
    assert.deepEqual([set.isGzipped, set.timeout, set.tls], [true, 1500, tls]);
    assert.equal(read({ OTEL_EXPORTER_OTLP_TIMEOUT: 'soon' }).timeout, 10_000);
    assert.equal(
      read({ OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip', OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'none' }).isGzipped,
      false,
    );
  });

  test('that cannot be read is an error which names the variable and no value', () => {
    for (const [environment, name] of [
      [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318 token=secret' }, 'OTEL_EXPORTER_OTLP_ENDPOINT'],
      [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'ftp://secret' }, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'],
      [{ ...GRPC, OTEL_EXPORTER_OTLP_ENDPOINT: 'unix:///secret' }, 'OTEL_EXPORTER_OTLP_ENDPOINT'],
      [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'secret' }, 'OTEL_EXPORTER_OTLP_PROTOCOL'],
    ] as const) {
      const found = readOtlpDestination(environment);
      assert.equal(found.ok, false);
      assert.match(found.ok ? '' : found.error, new RegExp(`^${name} `));
      assert.doesNotMatch(found.ok ? '' : found.error, /secret/);
    }
  });

  test('is shown without what may be a secret', () => {
    const url = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://user:secret@eu.example:99/otlp?key=secret' };
    assert.equal(destinationName(read(url)), 'https://eu.example:99/otlp/v1/traces');
    assert.equal(destinationName(read({ ...GRPC, ...url })), 'https://eu.example:99 (gRPC)');
  });
});
