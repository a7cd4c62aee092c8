/** The SDK's parts as a distribution sets them up, but that nothing is printed and nothing read from the environment. */
import type { ContextManager, TracerProvider as Provider, TextMapPropagator } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { createExporter } from './export-spans.ts';

/** Milliseconds. A batch on its way holds up the end of the process for as long at most. */
const EXPORT_TIMEOUT = 500;
/** Milliseconds; the launch asks other SDKs for the same. */
const DELAY = 100;
/** The SDK's default would drop spans of what makes 20,000 a second. */
const MOST_QUEUED = 16_384;

export interface Sdk {
  readonly provider: Provider;
  readonly contextManager: ContextManager;
  readonly propagator: TextMapPropagator;
  readonly flush: () => Promise<void>;
}

export function createSdk(endpoint: URL, resource: Resource): Sdk {
  const batches = new BatchSpanProcessor({
    exporter: createExporter(endpoint, EXPORT_TIMEOUT),
    scheduledDelayMillis: DELAY,
    exportTimeoutMillis: EXPORT_TIMEOUT,
    maxQueueSize: MOST_QUEUED,
  });
  return {
    provider: new TracerProvider({ resource, spanProcessors: [batches] }),
    contextManager: new AsyncLocalStorageContextManager().enable(),
    propagator: new CompositePropagator({
      propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
    }),
    flush: () => batches.forceFlush(),
  };
}
