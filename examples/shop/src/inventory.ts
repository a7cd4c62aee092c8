// The service that knows the shelves. The globe is in the price list and on no shelf: to order one fails.
import './telemetry'; // first: it instruments what is loaded after it
import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Span } from '@opentelemetry/api';
import { INVENTORY_PORT } from './ports';
import { isFor, listen, type Reply, readJson, send } from './service';
import { fail, tracer } from './telemetry';

interface Reservation {
  readonly article: string;
  readonly quantity: number;
}

class Warehouse {
  readonly #shelves = new Map(Object.entries({ kettle: 'A1', teapot: 'A2', lantern: 'B1', blanket: 'C4' }));

  async find(article: string): Promise<string> {
    await sleep(2); // someone has to get up first
    const span = tracer.startSpan('read shelf', { attributes: { 'shop.article': article } }); // span: read shelf
    try {
      await sleep(8); // a walk down the aisle
      const shelf = this.#shelves.get(article);
      if (shelf === undefined) throw new Error(`${article} is out of stock`);
      return shelf;
    } catch (error) {
      fail(span, error as Error);
      throw error;
    } finally {
      span.end();
    }
  }
}

const warehouse = new Warehouse();

function reserve(reservation: Reservation): Promise<Reply> {
  return tracer.startActiveSpan('reserve stock', (span) => setAside(reservation, span)); // span: reserve stock
}

async function setAside({ article, quantity }: Reservation, span: Span): Promise<Reply> {
  try {
    const shelf = await warehouse.find(article);
    span.setAttributes({ 'shop.shelf': shelf, 'shop.quantity': quantity });
    return { status: 200, body: { shelf } };
  } catch (error) {
    return { status: 409, body: { error: (error as Error).message } };
  } finally {
    span.end();
  }
}

async function takeReservation(request: IncomingMessage): Promise<Reply> {
  if (!isFor('POST', '/reservations', request))
    return { status: 404, body: { error: 'POST a reservation to /reservations' } };
  return reserve((await readJson(request)) as Reservation);
}

const server = createServer((request, response) => send(response, takeReservation(request)));
listen('inventory', server, INVENTORY_PORT);
