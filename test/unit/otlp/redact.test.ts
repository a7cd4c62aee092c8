// Secrets are covered before they reach a file: in both encodings, wherever attributes stand, and nothing else is changed.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { createRedact } from '../../../src/otlp/redact/redact.ts';
import { classOfKey } from '../../../src/otlp/redact/secret-keys.ts';
import { anyMessage } from '../../support/any-message.ts';
import {
  ExportLogsServiceRequest,
  ExportMetricsServiceRequest,
  ExportTraceServiceRequest,
} from '../../support/otlp-schema.ts';
import { toJsonBytes, toProtobufBytes } from '../../support/trace-request.ts';

const text = (value: string) => ({ stringValue: value });
const attribute = (key: string, value: object) => ({ key, value });
const SECRET = 'hunter2-hunter2';

/** The same attributes everywhere that they may stand. */
const attributes = [
  attribute('http.request.header.authorization', { arrayValue: { values: [text(`Bearer ${SECRET}`)] } }),
  attribute('http.request.header.cookie', text(SECRET)),
  attribute('dbPassword', text(SECRET)),
  attribute('auth', {
    kvlistValue: { values: [attribute('user', text('ann')), attribute('access_token', text(SECRET))] },
  }),
  attribute('credentials', { kvlistValue: { values: [attribute('login', text(SECRET))] } }),
  attribute('note', text(`Basic ${SECRET}`)),
  attribute('url.full', text(`https://ann:${SECRET}@shop.test/pay?a=1&token=${SECRET}&b=2`)),
  attribute('gen_ai.usage.input_tokens', { intValue: '17' }),
  attribute('http.route', text('/cart/{id}')),
];
const resource = { attributes };
const scope = { name: 'x', attributes };
const ids = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: '00f067aa0ba902b7' };
const exemplars = [{ asInt: '1', timeUnixNano: '1', filteredAttributes: attributes }];
const point = { timeUnixNano: '1', attributes };

const REQUESTS = {
  traces: {
    type: ExportTraceServiceRequest,
    places: 5,
    message: {
      resourceSpans: [
        {
          resource,
          scopeSpans: [
            {
              scope,
              spans: [
                { ...ids, name: 'a', attributes, events: [{ name: 'e', attributes }], links: [{ ...ids, attributes }] },
              ],
            },
          ],
        },
      ],
    },
  },
  logs: {
    type: ExportLogsServiceRequest,
    places: 4,
    message: {
      resourceLogs: [
        {
          resource,
          scopeLogs: [{ scope, logRecords: [{ attributes, body: { kvlistValue: { values: attributes } } }] }],
        },
      ],
    },
  },
  metrics: {
    type: ExportMetricsServiceRequest,
    places: 11,
    message: {
      resourceMetrics: [
        {
          resource,
          scopeMetrics: [
            {
              scope,
              metrics: [
                { name: 'g', gauge: { dataPoints: [{ ...point, asInt: '1', exemplars }] } },
                { name: 's', sum: { dataPoints: [{ ...point, asInt: '1' }] }, metadata: attributes },
                { name: 'h', histogram: { dataPoints: [{ ...point, count: '1', exemplars }] } },
                { name: 'e', exponentialHistogram: { dataPoints: [{ ...point, count: '1', exemplars }] } },
                { name: 'y', summary: { dataPoints: [{ ...point, count: '1' }] } },
              ],
            },
          ],
        },
      ],
    },
  },
} as const;

/** What one list of the attributes above has: each with one text, the address with one that counts once. */
const SECRETS = 7;

suite('secrets', () => {
  for (const [signal, { type, message, places }] of Object.entries(REQUESTS))
    for (const encoding of ['protobuf', 'json'] as const)
      test(`of ${signal} in ${encoding} are covered in all ${places} places, all else stays`, () => {
        const bytes = encoding === 'json' ? toJsonBytes(message) : toProtobufBytes(message, type);
        const before = read(bytes, encoding, type);
        const count = createRedact()(bytes, signal as keyof typeof REQUESTS, encoding);
        const after = read(bytes, encoding, type);
        assert.equal(count, places * SECRETS);
        assert.ok(!after.includes(SECRET), after);
        const covered = before
          .replaceAll(`Bearer ${SECRET}`, '*'.repeat(SECRET.length + 7))
          .replaceAll(`ann:${SECRET}@`, `${'*'.repeat(SECRET.length + 4)}@`)
          .replaceAll(SECRET, '*'.repeat(SECRET.length));
        assert.equal(after, covered);
      });

  test('what has no secrets is not changed by a bit, in either encoding', () => {
    fc.assert(
      fc.property(anyMessage(ExportTraceServiceRequest), (request) => {
        const bytes = ExportTraceServiceRequest.encode(ExportTraceServiceRequest.fromObject(request)).finish();
        const copy = bytes.slice();
        const count = createRedact()(copy, 'traces', 'protobuf');
        if (count === 0) assert.deepEqual(copy, bytes);
      }),
    );
  });

  test('behind a harmless value, in an oddly written attribute, a secret is found as well', () => {
    const utf8 = new TextEncoder();
    const field = (tag: number, inside: Uint8Array | readonly number[]) => [tag, inside.length, ...inside];
    const value = [...field(10, utf8.encode('x')), ...field(10, utf8.encode('Bearer hunter2-hunter2'))];
    const number = [24, 5, ...field(10, utf8.encode('Bearer hunter2-hunter2'))];
    for (const odd of [value, number]) {
      const attribute = [...field(10, utf8.encode('note')), ...field(18, odd)];
      const span = field(18, field(74, attribute));
      const bytes = Uint8Array.from(field(10, field(18, span)));
      assert.equal(createRedact()(bytes, 'traces', 'protobuf'), 1);
      assert.doesNotMatch(new TextDecoder('latin1').decode(bytes), /hunter2/);
    }
    // The key behind its value.
    const late = [...field(18, field(10, utf8.encode('hunter2'))), ...field(10, utf8.encode('password'))];
    const bytes = Uint8Array.from(field(10, field(18, field(18, field(74, late)))));
    assert.equal(createRedact()(bytes, 'traces', 'protobuf'), 1);
  });

  test('bytes that are no request are left without a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('json', 'protobuf'), (bytes, encoding) => {
        assert.equal(typeof createRedact()(bytes, 'traces', encoding), 'number');
      }),
    );
    const deep = new TextEncoder().encode('{"a":'.repeat(50_000));
    assert.equal(createRedact()(deep, 'traces', 'json'), 0);
  });

  test('of JSON with escapes', () => {
    const body =
      '{"attributes":[{"key":"url.query","value":{"stringValue":"a=1\\u0026token=abcdef"}},{"key":"pass\\u0077ord","value":{"stringValue":"a\\"b"}}]}';
    const bytes = new TextEncoder().encode(body);
    assert.equal(createRedact()(bytes, 'traces', 'json'), 2);
    const [query, password] = JSON.parse(new TextDecoder().decode(bytes)).attributes;
    assert.match(query.value.stringValue, /^\*+$/);
    assert.match(password.value.stringValue, /^\*+$/);
  });

  for (const key of [
    'authorization',
    'http.request.header.set-cookie',
    'x-api-key',
    'clientSecret',
    'db.password',
    'refresh_token',
    'aws.secret_access_key',
  ])
    test(`${key} is secret`, () => assert.equal(classOfKey(key), 'secret'));
  for (const key of [
    'http.route',
    'session.id',
    'gen_ai.usage.output_tokens_count',
    'cookiecutter',
    'messaging.kafka.message.key',
    'monkey',
    'keyboard',
  ])
    test(`${key} is not`, () => assert.equal(classOfKey(key), 'plain'));
});

function read(bytes: Uint8Array, encoding: 'json' | 'protobuf', type: typeof ExportTraceServiceRequest): string {
  return encoding === 'json' ? new TextDecoder().decode(bytes) : JSON.stringify(type.decode(bytes).toJSON());
}
