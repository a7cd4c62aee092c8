// Sends the telemetry of the document, by the SDK for JavaScript. Arguments: the document, protocol, compression, endpoint. Says on
// standard output which ids and times its spans have, a line of JSON each, in the order of the document.
const { context, SpanKind, SpanStatusCode, trace } = require('@opentelemetry/api');
const { resourceFromAttributes } = require('@opentelemetry/resources');
const { LoggerProvider, SimpleLogRecordProcessor } = require('@opentelemetry/sdk-logs');
const { AggregationType, MeterProvider, PeriodicExportingMetricReader } = require('@opentelemetry/sdk-metrics');
const { BatchSpanProcessor, TracerProvider } = require('@opentelemetry/sdk-trace');

const [document, protocol, compression, endpoint] = process.argv.slice(2);
const sent = require(document);
const PACKAGE = { 'http/protobuf': 'proto', 'http/json': 'http', grpc: 'grpc' }[protocol];
const CLASSES = { trace: 'OTLPTraceExporter', logs: 'OTLPLogExporter', metrics: 'OTLPMetricExporter' };
const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

function exporter(signal) {
  const { [CLASSES[signal]]: Exporter } = require(`@opentelemetry/exporter-${signal}-otlp-${PACKAGE}`);
  const path = { trace: '/v1/traces', logs: '/v1/logs', metrics: '/v1/metrics' }[signal];
  return new Exporter({ url: protocol === 'grpc' ? endpoint : endpoint + path, compression });
}

const nanos = ([seconds, rest]) => String(BigInt(seconds) * 1_000_000_000n + BigInt(rest));

async function main() {
  const resource = resourceFromAttributes(sent.resource);
  const { name, version, schemaUrl } = sent.scope;

  const tracing = new TracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor({ exporter: exporter('trace') })],
  });
  const tracer = tracing.getTracer(name, version, { schemaUrl });
  const spans = [];
  const linked = { traceId: 'abababababababababababababababab', spanId: 'cdcdcdcdcdcdcdcd', traceFlags: 1 };
  for (const span of sent.spans) {
    const parent = spans[span.parent];
    const around = parent ? trace.setSpan(context.active(), parent) : context.active();
    const links = span.linked ? [{ context: linked, attributes: { why: 'for the test' } }] : [];
    const started = tracer.startSpan(span.name, { kind: KINDS[span.kind], attributes: span.attributes, links }, around);
    for (const event of span.events) started.addEvent(event.name, event.attributes);
    if (span.status)
      started.setStatus({ code: SpanStatusCode[span.status.code.toUpperCase()], message: span.status.message });
    spans.push(started);
  }
  for (const span of [...spans].reverse()) span.end();

  const logging = new LoggerProvider({
    resource,
    processors: [new SimpleLogRecordProcessor({ exporter: exporter('logs') })],
  });
  const logger = logging.getLogger(name, version, { schemaUrl });
  for (const { severityNumber, severityText, body, attributes, span } of sent.logs)
    logger.emit({
      ...{ severityNumber, severityText, body, attributes },
      context: spans[span] ? trace.setSpan(context.active(), spans[span]) : context.active(),
    });

  const reader = new PeriodicExportingMetricReader({ exporter: exporter('metrics'), exportIntervalMillis: 3_600_000 });
  const metering = new MeterProvider({
    resource,
    readers: [reader],
    views: sent.metrics
      .filter(({ kind }) => kind === 'exponentialHistogram')
      .map(({ name }) => ({ instrumentName: name, aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } })),
  });
  const meter = metering.getMeter(name, version, { schemaUrl });
  for (const { name, unit, description, kind, bounds, values } of sent.metrics) {
    const options = { unit, description, ...(bounds ? { advice: { explicitBucketBoundaries: bounds } } : {}) };
    const [create, record] = {
      counter: ['createCounter', 'add'],
      upDownCounter: ['createUpDownCounter', 'add'],
      gauge: ['createGauge', 'record'],
      histogram: ['createHistogram', 'record'],
      exponentialHistogram: ['createHistogram', 'record'],
    }[kind];
    const instrument = meter[create](name, options);
    for (const { value, attributes } of values) instrument[record](value, attributes);
  }

  for (const span of spans) {
    const { traceId, spanId } = span.spanContext();
    const told = {
      traceId,
      spanId,
      start: nanos(span.startTime),
      end: nanos(span.endTime),
      events: span.events.map(({ time }) => nanos(time)),
    };
    process.stdout.write(`${JSON.stringify(told)}\n`);
  }
  await Promise.all([tracing.shutdown(), logging.shutdown(), metering.shutdown()]);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
