// The traces of a small shop: what screenshots show and most tests walk through.

import type { Attribute, AttributeValue } from '../../../src/model/attribute.ts';
import type { ResolvedSite } from '../../../src/model/site.ts';
import type { SpanSpec, TraceSpec } from './trace-spec.ts';

/** A fixed local time of day, so that clocks in screenshots do not differ. */
const NOON = new Date(2026, 10, 23, 14, 3, 7, 42).getTime();

export function attributes(values: Record<string, string | number | boolean>): readonly Attribute[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: toValue(value) }));
}

function toValue(value: string | number | boolean): AttributeValue {
  if (typeof value === 'string') return { kind: 'string', value };
  if (typeof value === 'boolean') return { kind: 'bool', value };
  return Number.isInteger(value) ? { kind: 'int', value: String(value) } : { kind: 'double', value };
}

function site(file: string, line: number, name: string, how?: string): ResolvedSite {
  return {
    kind: 'resolved',
    site: { file: `/shop/src/${file}`, line, column: 3, function: name },
    certainty: how?.startsWith('first') === true ? 'inferred' : 'exact',
    how,
  };
}

function query(at: number, takes: number, statement: string): SpanSpec {
  return {
    name: `${statement.split(' ')[0]} orders`,
    service: 'orders-db',
    kind: 'client',
    at,
    takes,
    attributes: attributes({
      'db.system.name': 'postgresql',
      'db.query.text': statement,
      'db.response.returned_rows': 1,
    }),
    site: site('orders.ts', 88, 'loadOrder', "first frame of the user's code below"),
  };
}

const STACK = `PaymentDeclined: card ending 4242 was declined
    at charge (/shop/src/payment.ts:57:11)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)
    at async checkout (/shop/src/checkout.ts:31:20)
    at async /shop/src/server.ts:112:5`;

export function checkoutTrace(number: number, offset = 0): TraceSpec {
  return {
    number,
    startTime: NOON + offset,
    roots: [
      {
        name: 'POST /checkout',
        service: 'gateway',
        kind: 'server',
        at: 0,
        takes: 412.7,
        error: 'payment declined',
        attributes: attributes({
          'http.request.method': 'POST',
          'http.route': '/checkout',
          'http.response.status_code': 402,
          'url.path': '/checkout',
          'server.address': 'localhost',
          'server.port': 3000,
          'user_agent.original': 'curl/8.14.1',
          'network.protocol.version': '1.1',
          'shop.cart.total': 84.9,
          'shop.express': true,
        }),
        site: site('server.ts', 112, 'handleCheckout', 'the handler of the request'),
        children: [
          {
            name: 'middleware - session',
            service: 'gateway',
            at: 0.4,
            takes: 3.1,
            site: site('session.ts', 19, 'session'),
          },
          {
            name: 'GET /cart/{id}',
            service: 'cart',
            kind: 'server',
            at: 5,
            takes: 118,
            site: site('cart.ts', 42, 'getCart'),
            children: [
              ...Array.from({ length: 6 }, (_, index) =>
                query(9 + index * 15.5, 12 + (index % 3), 'SELECT * FROM orders WHERE id = $1'),
              ),
              { name: 'serialize', service: 'cart', at: 112, takes: 8.2 },
            ],
          },
          {
            name: 'price items',
            service: 'pricing',
            kind: 'server',
            at: 126,
            takes: 74,
            site: site('pricing.ts', 12, 'priceItems'),
            children: [
              { name: 'load discounts', service: 'pricing', at: 128, takes: 31, site: site('discounts.ts', 7, 'load') },
              { name: 'redis GET', service: 'cache', kind: 'client', at: 131, takes: 0.412 },
              { name: 'apply tax', service: 'pricing', at: 163, takes: 34.6 },
            ],
          },
          {
            name: 'charge',
            service: 'payment',
            kind: 'client',
            at: 204,
            takes: 198.3,
            error: 'card ending 4242 was declined',
            site: site('payment.ts', 57, 'charge'),
            attributes: attributes({
              'http.request.method': 'POST',
              'http.response.status_code': 402,
              'server.address': 'psp.example',
              'payment.attempts': 2,
              'payment.retryable': false,
              'payment.amount': 84.9,
            }),
            events: [
              {
                name: 'retry',
                offset: 96e6,
                attributes: attributes({ 'retry.reason': 'timeout', 'retry.attempt': 2 }),
                droppedAttributes: 3,
              },
              {
                name: 'exception',
                offset: 197.2e6,
                attributes: attributes({
                  'exception.type': 'PaymentDeclined',
                  'exception.message': 'card ending 4242 was declined',
                  'exception.stacktrace': STACK,
                }),
                droppedAttributes: 0,
              },
            ],
            children: [
              { name: 'POST psp.example', service: 'payment', kind: 'client', at: 206, takes: 94, error: 'timeout' },
              { name: 'POST psp.example', service: 'payment', kind: 'client', at: 302, takes: 98, error: 'HTTP 402' },
            ],
          },
          { name: 'publish order.failed', service: 'gateway', kind: 'producer', at: 404, takes: 6.8 },
        ],
      },
    ],
  };
}

const ROUTES: readonly (readonly [name: string, takes: number, services: readonly string[], spans: number])[] = [
  ['GET /', 3.2, ['gateway'], 2],
  ['GET /products', 41, ['gateway', 'catalog', 'orders-db'], 9],
  ['GET /products/{id}', 18.6, ['gateway', 'catalog'], 5],
  ['POST /cart', 62, ['gateway', 'cart', 'orders-db'], 7],
  ['GET /cart/{id}', 128, ['gateway', 'cart', 'orders-db'], 11],
  ['refresh prices', 1240, ['pricing', 'cache'], 31],
];

export function routeTrace(number: number): TraceSpec {
  const [name, takes, services, spans] = ROUTES[number % ROUTES.length] ?? ['GET /', 3, ['gateway'], 2];
  const root = services[0] ?? '';
  return {
    number,
    startTime: NOON + number * 731,
    rooted: number % 11 !== 10,
    roots: [
      {
        name,
        service: root,
        kind: 'server',
        at: 0,
        takes,
        ...(number % 9 === 4 ? { error: 'HTTP 500' } : {}),
        children: Array.from({ length: spans - 1 }, (_, index) => ({
          name: `step ${index + 1}`,
          service: services[index % services.length] ?? root,
          at: (takes * index) / spans,
          takes: takes / spans,
        })),
      },
    ],
  };
}
