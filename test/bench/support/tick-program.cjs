// A program under debug: a span now and then, named by its number, every second one in the trace of "bars", each other one a
// trace of its own. When it ends it leaves the times at which the spans ended.
const { writeFileSync } = require('node:fs');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const { context, trace } = require('@opentelemetry/api');
const { BatchSpanProcessor, NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');

const [, , result, count] = process.argv;
// As a program has it: how long spans wait for their export is said by its environment.
const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
const tracer = provider.getTracer('ticks');
const ends = {};

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function main() {
  const root = tracer.startSpan('bars');
  root.end();
  const ofBars = trace.setSpan(context.active(), root);
  for (let number = 0; number < Number(count); number++) {
    const span = tracer.startSpan(`tick ${number}`, {}, number % 2 === 0 ? context.active() : ofBars);
    await sleep(5);
    span.end();
    ends[`tick ${number}`] = performance.timeOrigin + performance.now();
    // Not in step with anything that repeats.
    await sleep(200 + Math.random() * 200);
  }
  await provider.shutdown();
  writeFileSync(result, JSON.stringify(ends));
}

main();
