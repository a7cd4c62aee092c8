// A program under debug that stops in the middle of its spans, and measures by itself how long each worked before and behind.
const { writeFileSync } = require('node:fs');
const { trace } = require('@opentelemetry/api');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const { BatchSpanProcessor, NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');

const [, , result, count] = process.argv;
const WORK = 200;
const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
trace.setGlobalTracerProvider(provider);
const tracer = trace.getTracer('stops');
const worked = {};

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function main() {
  for (let number = 0; number < Number(count); number++) {
    const name = `stop ${number}`;
    const span = tracer.startSpan(name);
    const start = performance.now();
    await sleep(WORK);
    const before = performance.now() - start;
    // biome-ignore lint/suspicious/noDebugger: to stop is what it is for
    debugger;
    const resumed = performance.now();
    await sleep(WORK);
    const behind = performance.now() - resumed;
    span.end();
    worked[name] = before + behind;
  }
  await provider.shutdown();
  writeFileSync(result, JSON.stringify(worked));
}

main();
