// What a shop of ten services does for its customers, as spans: HTTP, functions, a database and a cache, with the
// attributes and events that today's instrumentations put on them.
import type { Random } from './random.ts';

export const SERVICES = [
  'frontend-web',
  'api-gateway',
  'cart-service',
  'checkout-service',
  'payment-service',
  'inventory-service',
  'recommendation-service',
  'shipping-service',
  'user-service',
  'notification-worker',
] as const;

export const SCOPES = {
  http: { name: '@opentelemetry/instrumentation-http', version: '0.301.0' },
  pg: { name: '@opentelemetry/instrumentation-pg', version: '0.80.0' },
  redis: { name: '@opentelemetry/instrumentation-ioredis', version: '0.80.0' },
  app: { name: 'shop', version: '1.0.0' },
} as const;

export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface ShopEvent {
  readonly name: string;
  /** Nanoseconds. */
  readonly time: bigint;
  readonly attributes: Attributes;
}

export interface ShopSpan {
  readonly service: number;
  readonly scope: keyof typeof SCOPES;
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly parentId: Uint8Array | undefined;
  readonly name: string;
  readonly kind: number;
  readonly start: bigint;
  readonly end: bigint;
  readonly failed: boolean;
  readonly attributes: Attributes;
  readonly events: readonly ShopEvent[];
}

const KIND = { internal: 1, server: 2, client: 3 } as const;
const DEEPEST = 12;
const ROUTES = [
  ['GET', '/api/products/:id'],
  ['GET', '/api/cart/:userId'],
  ['POST', '/api/checkout'],
  ['GET', '/api/users/:id/orders'],
  ['POST', '/api/payments'],
  ['PUT', '/api/inventory/:sku'],
  ['GET', '/healthz'],
] as const;
const STATEMENTS = [
  ['SELECT', 'products', 'SELECT id, name, price, stock FROM products WHERE id = $1'],
  [
    'SELECT',
    'orders',
    'SELECT o.id, o.total, i.sku, i.qty FROM orders o JOIN order_items i ON i.order_id = o.id LIMIT 50',
  ],
  ['INSERT', 'orders', 'INSERT INTO orders (id, user_id, total, status) VALUES ($1, $2, $3, $4) RETURNING id'],
  ['UPDATE', 'inventory', 'UPDATE inventory SET reserved = reserved + $2 WHERE sku = $1 AND stock - reserved >= $2'],
] as const;
const FUNCTIONS = ['validateCart', 'priceItems', 'applyDiscounts', 'authorizePayment', 'resolveUser', 'rank'] as const;
const BROWSER = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36';

/** Gives the spans of one trace, each when it ends, as an SDK exports them; answers with when the last one did. */
export function runCustomer(random: Random, start: bigint, emit: (span: ShopSpan) => void): bigint {
  const traceId = random.bytes(16);
  return serve(random.integer(2), undefined, start, 0);

  function micros(from: number, spread: number): bigint {
    return BigInt(from + random.integer(spread)) * 1000n;
  }

  function serve(service: number, parentId: Uint8Array | undefined, from: bigint, depth: number): bigint {
    const spanId = random.bytes(8);
    const [method, route] = random.pick(ROUTES);
    const failed = random.chance(0.03);
    let end = from + micros(20, 80);
    for (let left = 1 + random.integer(3); left > 0; left--)
      end = call(service, spanId, end, depth + 1) + micros(0, 40);
    const exception: ShopEvent = {
      name: 'exception',
      time: end,
      attributes: {
        'exception.type': 'PaymentDeclinedError',
        'exception.message': `card declined for order ${random.uuid()}`,
        'exception.stacktrace': `PaymentDeclinedError: card declined\n    at authorize (/app/${SERVICES[service]}/dist/pay.js:${random.integer(400)}:15)\n    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)\n    at async handler (/app/dist/http.js:88:9)`,
      },
    };
    end += micros(10, 50);
    emit({
      ...{ service, scope: 'http', traceId, spanId, parentId, kind: KIND.server, start: from, end, failed },
      name: `${method} ${route}`,
      attributes: {
        'http.request.method': method,
        'url.scheme': 'http',
        'url.path': route.replace(/:\w+/, () => String(random.integer(50_000))),
        'http.route': route,
        'server.address': SERVICES[service] ?? '',
        'server.port': 8080 + service,
        'network.protocol.version': '1.1',
        'network.peer.address': `10.0.${random.integer(4)}.${random.integer(250)}`,
        'network.peer.port': 30_000 + random.integer(30_000),
        'user_agent.original': BROWSER,
        'client.address': `192.168.1.${random.integer(250)}`,
        'http.response.status_code': failed ? 500 : 200,
      },
      events: failed ? [exception] : [],
    });
    return end;
  }

  function call(service: number, parentId: Uint8Array, from: bigint, depth: number): bigint {
    const spanId = random.bytes(8);
    const name = random.pick(FUNCTIONS);
    let end = from + micros(5, 60);
    for (let left = random.integer(4); left > 0; left--) {
      const at = random.chance(0.25) ? from + 2000n : end;
      const ended = step(service, spanId, at, depth);
      if (ended > end) end = ended;
    }
    const events: ShopEvent[] = [];
    if (random.chance(0.5))
      events.push({
        name: 'cache.lookup',
        time: from + 3000n,
        attributes: { 'cache.key': `user:${random.integer(9000)}:cart`, 'cache.hit': random.chance(0.7) },
      });
    if (random.chance(0.3))
      events.push({
        name: 'log',
        time: end,
        attributes: { 'log.severity': 'INFO', 'log.message': `processed ${random.integer(30)} items` },
      });
    end += micros(5, 50);
    emit({
      ...{ service, scope: 'app', traceId, spanId, parentId, kind: KIND.internal, start: from, end, failed: false },
      name,
      attributes: {
        'code.function.name': name,
        'code.file.path': `/app/${SERVICES[service]}/src/${name}.ts`,
        'code.line.number': 10 + random.integer(500),
        'thread.id': 1,
        'app.user.id': random.uuid(),
        'app.tenant': random.pick(['acme', 'globex', 'initech', 'umbrella']),
        'app.cart.items': random.integer(30),
        'app.cart.total': random.integer(100_000) / 100,
        'app.feature.new_pricing': random.chance(0.5),
        'app.region': random.pick(['eu-west-1', 'us-east-1', 'ap-south-1']),
      },
      events,
    });
    return end;
  }

  /** What a function does: it asks the database, the cache or another service, or calls a function. */
  function step(service: number, parentId: Uint8Array, from: bigint, depth: number): bigint {
    const choice = random.integer(100);
    if (choice < 40) return query(service, parentId, from);
    if (choice < 58 || depth >= DEEPEST) return lookUp(service, parentId, from);
    return choice < 80 ? request(service, parentId, from, depth + 1) : call(service, parentId, from, depth + 1);
  }

  function request(service: number, parentId: Uint8Array, from: bigint, depth: number): bigint {
    const spanId = random.bytes(8);
    const target = (service + 1 + random.integer(SERVICES.length - 1)) % SERVICES.length;
    const [method, route] = random.pick(ROUTES);
    const path = route.replace(/:\w+/, () => String(random.integer(50_000)));
    const end = serve(target, spanId, from + micros(40, 100), depth + 1) + micros(40, 100);
    emit({
      ...{ service, scope: 'http', traceId, spanId, parentId, kind: KIND.client, start: from, end, failed: false },
      name: method,
      attributes: {
        'http.request.method': method,
        'server.address': SERVICES[target] ?? '',
        'server.port': 8080 + target,
        'url.full': `http://${SERVICES[target]}:${8080 + target}${path}`,
        'url.path': path,
        'network.peer.address': `10.0.${random.integer(4)}.${random.integer(250)}`,
        'network.peer.port': 8080 + target,
        'network.protocol.version': '1.1',
        'http.request.body.size': random.integer(4000),
        'app.request.id': random.uuid(),
        'http.response.status_code': 200,
      },
      events: [],
    });
    return end;
  }

  function query(service: number, parentId: Uint8Array, from: bigint): bigint {
    const [operation, table, text] = random.pick(STATEMENTS);
    const end = from + micros(100, 2000);
    const acquired: ShopEvent = {
      name: 'db.pool.acquired',
      time: from + 2000n,
      attributes: { 'db.client.connection.pool.name': 'main', wait_us: random.integer(500) },
    };
    emit({
      ...{ service, scope: 'pg', traceId, parentId, kind: KIND.client, start: from, end, failed: false },
      spanId: random.bytes(8),
      name: `${operation} shop.${table}`,
      attributes: {
        'db.system.name': 'postgresql',
        'db.namespace': 'shop',
        'db.operation.name': operation,
        'db.collection.name': table,
        'db.query.text': text,
        'server.address': 'postgres',
        'server.port': 5432,
        'db.response.returned_rows': random.integer(50),
        'network.peer.address': '10.0.3.12',
        'db.query.parameter.0': random.uuid(),
      },
      events: random.chance(0.2) ? [acquired] : [],
    });
    return end;
  }

  function lookUp(service: number, parentId: Uint8Array, from: bigint): bigint {
    const operation = random.pick(['GET', 'SET', 'HGETALL', 'EXPIRE']);
    const key = `${random.pick(['user', 'cart', 'session'])}:${random.integer(90_000)}`;
    const end = from + micros(30, 300);
    emit({
      ...{ service, scope: 'redis', traceId, parentId, kind: KIND.client, start: from, end, failed: false },
      spanId: random.bytes(8),
      name: operation,
      attributes: {
        'db.system.name': 'redis',
        'db.operation.name': operation,
        'db.query.text': `${operation} ${key}`,
        'server.address': 'redis',
        'server.port': 6379,
        'db.namespace': '0',
        'network.peer.address': '10.0.3.20',
        'network.peer.port': 6379,
        'app.cache.key': key,
      },
      events: [],
    });
    return end;
  }
}
