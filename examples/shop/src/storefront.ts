// The service that takes orders: prices one, then asks the inventory to set the goods aside.
import './telemetry'; // first: it instruments what is loaded after it
import { createServer, type IncomingMessage } from 'node:http';
import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { INVENTORY_PORT, STOREFRONT_PORT } from './ports';
import { isFor, listen, type Reply, readJson, send } from './service';
import { fail, tracer } from './telemetry';

interface Order {
  readonly article: string;
  readonly quantity: number;
}

class PriceList {
  readonly #cents = new Map(Object.entries({ kettle: 3900, teapot: 2450, lantern: 1800, blanket: 5200, globe: 7900 }));

  price(order: Order): number {
    const span = tracer.startSpan('price order'); // span: price order
    try {
      const cents = this.#cents.get(order.article);
      if (cents === undefined) throw new Error(`no price for ${order.article}`);
      return cents * order.quantity;
    } catch (error) {
      fail(span, error as Error);
      throw error;
    } finally {
      span.end();
    }
  }
}

const prices = new PriceList();

function checkout(order: Order): Promise<Reply> {
  return tracer.startActiveSpan('checkout', (span) => sell(order, span)); // span: checkout
}

async function sell(order: Order, span: Span): Promise<Reply> {
  span.setAttributes({ 'shop.article': order.article, 'shop.quantity': order.quantity });
  try {
    const cents = prices.price(order);
    const refusal = await reserve(order);
    if (refusal === undefined) return { status: 201, body: { article: order.article, cents } };
    span.setStatus({ code: SpanStatusCode.ERROR, message: refusal });
    return { status: 409, body: { error: refusal } };
  } catch (error) {
    fail(span, error as Error);
    throw error;
  } finally {
    span.end();
  }
}

/** Why the inventory refused, if it did. */
async function reserve(order: Order): Promise<string | undefined> {
  const url = `http://127.0.0.1:${INVENTORY_PORT}/reservations`;
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(order) }); // span: POST
  const reply = (await response.json()) as { error?: string };
  return reply.error;
}

async function takeOrder(request: IncomingMessage): Promise<Reply> {
  if (!isFor('POST', '/orders', request)) return { status: 404, body: { error: 'POST an order to /orders' } };
  return checkout((await readJson(request)) as Order);
}

const server = createServer((request, response) => send(response, takeOrder(request)));
listen('storefront', server, STOREFRONT_PORT);
