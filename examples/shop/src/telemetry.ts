// OpenTelemetry for a service: what is recorded. Where it goes is said by the standard OTEL_ variables alone.
// Import it first: what is loaded before cannot be instrumented.
import { basename } from 'node:path';
import { type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import {
  defaultResource,
  detectResources,
  envDetector,
  processDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

const service = basename(process.argv[1] ?? 'shop', '.js');

const provider = new NodeTracerProvider({
  // The later wins: OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES have the last word.
  resource: defaultResource()
    .merge(resourceFromAttributes({ 'service.name': service }))
    .merge(detectResources({ detectors: [processDetector, envDetector] })),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();
registerInstrumentations({ instrumentations: [new HttpInstrumentation(), new UndiciInstrumentation()] });

export const tracer = trace.getTracer('shop');

/** Marks the span as failed, and says why. */
export function fail(span: Span, error: Error): void {
  span.recordException(error);
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
}

/** Sends what is still waiting. */
export async function shutdown(): Promise<void> {
  await provider.shutdown();
}
