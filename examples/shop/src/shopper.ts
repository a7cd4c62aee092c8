// Sends orders to the storefront, one each half second, and stops by itself: `shopper [orders]`, or SHOPPER_ORDERS.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { INVENTORY_PORT, STOREFRONT_PORT } from './ports';

const ORDERS = Number(process.argv[2] ?? process.env.SHOPPER_ORDERS ?? 60);
const PAUSE_MS = 500;
const PATIENCE_MS = 30_000;
const ARTICLES = ['kettle', 'teapot', 'lantern', 'blanket', 'globe'];

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.end(() => resolve(true))).once('error', () => resolve(false));
  });
}

async function waitFor(name: string, port: number): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !(await isOpen(port)); await sleep(100)) {
    if (Date.now() > end) throw new Error(`${name} does not listen on 127.0.0.1:${port}: is it running?`);
  }
}

async function shop(): Promise<void> {
  await waitFor('inventory', INVENTORY_PORT);
  await waitFor('storefront', STOREFRONT_PORT);
  console.log(`shopper: ${ORDERS} orders to come`);
  for (let number = 1; number <= ORDERS; number++) {
    if (number > 1) await sleep(PAUSE_MS);
    const article = ARTICLES[(number - 1) % ARTICLES.length];
    const response = await fetch(`http://127.0.0.1:${STOREFRONT_PORT}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ article, quantity: 1 + (number % 3) }),
    });
    console.log(`order ${number}: ${article}: ${response.status} ${await response.text()}`);
  }
  console.log('shopper: done');
}

shop().catch((error: Error) => {
  console.error(`shopper: ${error.cause ?? error.message}`);
  process.exitCode = 1;
});
