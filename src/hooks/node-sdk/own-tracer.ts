/** Packages that trace a program by themselves: where there is one, the program is left to it. */
import type { Manifest } from './manifests.ts';

const TRACERS: ReadonlySet<string> = new Set([
  '@opentelemetry/sdk-node',
  '@opentelemetry/sdk-trace',
  '@opentelemetry/sdk-trace-base',
  '@opentelemetry/sdk-trace-node',
  '@opentelemetry/auto-instrumentations-node',
  '@aws/aws-distro-opentelemetry-node-autoinstrumentation',
  '@azure/monitor-opentelemetry',
  '@azure/monitor-opentelemetry-exporter',
  '@elastic/opentelemetry-node',
  '@google-cloud/trace-agent',
  '@grafana/faro-node',
  '@highlight-run/node',
  '@honeycombio/opentelemetry-node',
  '@hyperdx/node-opentelemetry',
  '@instana/collector',
  '@lumigo/opentelemetry',
  '@pydantic/logfire-node',
  '@sentry/node',
  '@sentry/node-core',
  '@sentry/astro',
  '@sentry/aws-serverless',
  '@sentry/google-cloud-serverless',
  '@sentry/nestjs',
  '@sentry/nextjs',
  '@sentry/nuxt',
  '@sentry/remix',
  '@sentry/sveltekit',
  '@splunk/otel',
  '@traceloop/node-server-sdk',
  '@uptrace/node',
  '@vercel/otel',
  'appdynamics',
  'applicationinsights',
  'aws-xray-sdk',
  'aws-xray-sdk-core',
  'dd-trace',
  'elastic-apm-node',
  'jaeger-client',
  'logfire',
  'newrelic',
  'skywalking-backend-js',
  'solarwinds-apm',
]);

export function isTracer(name: string): boolean {
  return TRACERS.has(name);
}

/** The first that the program, or the workspace around it, depends on. */
export function ownTracer(manifests: readonly Manifest[]): string | undefined {
  return manifests.flatMap(({ dependencies }) => dependencies).find(isTracer);
}
