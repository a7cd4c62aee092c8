// The variables that bring a program's spans here, and the rule that what the user set stands as one group.
// Names: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ and .../protocol/exporter/

import { type Environment, isSet } from './launch-configuration.ts';

/** A declarative file bypasses the variables in some SDKs and includes them in others: it counts as the whole group. */
const CONFIG_FILES = ['OTEL_CONFIG_FILE', 'OTEL_EXPERIMENTAL_CONFIG_FILE'];

/** Spans show this many milliseconds after their end at the latest; SDKs wait five seconds by default. */
const EXPORT_DELAY = '100';

/** The first variable by which the user directs traces elsewhere or nowhere; undefined where none does. */
export function ownExport(environment: Environment): string | undefined {
  if (environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return 'OTEL_SDK_DISABLED';
  if (isSet(environment, 'OTEL_TRACES_EXPORTER') && environment.OTEL_TRACES_EXPORTER !== 'otlp')
    return 'OTEL_TRACES_EXPORTER';
  return Object.keys(environment)
    .sort()
    .find(
      (name) => isSet(environment, name) && (name.startsWith('OTEL_EXPORTER_OTLP_') || CONFIG_FILES.includes(name)),
    );
}

export function tracesEndpoint(port: number): string {
  return `http://127.0.0.1:${port}/v1/traces`;
}

/** What to set so that traces come to `port`, marked with the session; only what is not there, but for the mark. */
export function otlpEnvironment(environment: Environment, port: number, session: string): Record<string, string> {
  const mark = `spanline.session=${session}`;
  const attributes = environment.OTEL_RESOURCE_ATTRIBUTES;
  return {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: tracesEndpoint(port),
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf',
    OTEL_RESOURCE_ATTRIBUTES: attributes ? `${attributes},${mark}` : mark,
    ...(isSet(environment, 'OTEL_BSP_SCHEDULE_DELAY') ? {} : { OTEL_BSP_SCHEDULE_DELAY: EXPORT_DELAY }),
  };
}
