// An HTTP service as many are: a request waits for data, computes with it and answers. With `traced` it sets up an SDK and
// has two spans of its own in each request. Says over IPC where it listens, and how much CPU it has used when asked.
const isTraced = process.argv[2] === 'traced';
if (isTraced) require('./setup.cjs');
const express = require('express');
const { setTimeout: pause } = require('node:timers/promises');

const WAIT_MS = 4;
/** Some 1 ms of a core. */
const LINES = 400;
const tracer = isTraced ? require('@opentelemetry/api').trace.getTracer('shop') : undefined;

async function lookUp(id) {
  await pause(WAIT_MS);
  return Array.from({ length: LINES }, (_, line) => ({
    id: `${id}-${line}`,
    name: `article ${line}`,
    cents: line * 7,
  }));
}

function price(lines) {
  let text = '';
  for (let round = 0; round < 3; round++) text = JSON.stringify(JSON.parse(JSON.stringify(lines)));
  return { bytes: text.length, cents: lines.reduce((sum, { cents }) => sum + cents, 0) };
}

async function tracedLookUp(id) {
  return tracer.startActiveSpan('look up', { kind: 2, attributes: { 'order.id': id } }, async (span) => {
    const lines = await lookUp(id);
    span.setAttribute('order.lines', lines.length).end();
    return lines;
  });
}

function tracedPrice(lines) {
  return tracer.startActiveSpan('price', (span) => {
    const total = price(lines);
    span.end();
    return total;
  });
}

const app = express();
app.get('/orders/:id', async (request, response) => {
  if (isTraced) response.json(tracedPrice(await tracedLookUp(request.params.id)));
  else response.json(price(await lookUp(request.params.id)));
});
process.on('message', () => process.send(process.cpuUsage()));
process.on('disconnect', () => process.exit(0));
const server = app.listen(0, '127.0.0.1', () => process.send(server.address().port));
