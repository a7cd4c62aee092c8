// The variables that bring a program's spans here, and the rule that what the user set stands as one group.
// Names: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ and .../protocol/exporter/

import { type Environment, isSet } from './launch-configuration.ts';
import { namesOtlp, type OtlpProtocol } from './otlp-destination.ts';

/** A declarative file bypasses the variables in some SDKs and includes them in others: it counts as the whole group. */
const CONFIG_FILES = ['OTEL_CONFIG_FILE', 'OTEL_EXPERIMENTAL_CONFIG_FILE'];

/** As the variables name them. */
const SIGNALS = ['TRACES', 'LOGS', 'METRICS'];

/** Spans show this many milliseconds after their end at the latest; SDKs wait five seconds by default. */
const EXPORT_DELAY = '100';

/** Of the signal alone; empty, an exporter takes what is set for all signals, or its default. */
const SPOILERS = ['HEADERS', 'CERTIFICATE', 'CLIENT_CERTIFICATE', 'CLIENT_KEY', 'INSECURE'];

/** The variable by which a declarative file is named, where there is one. */
export function configFileVariable(environment: Environment): string | undefined {
  return CONFIG_FILES.find((name) => isSet(environment, name));
}

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

/** What to set so that traces, logs and metrics come to `port`, marked with the session; only what is not there, but for the mark. */
export function otlpEnvironment(environment: Environment, port: number, session: string): Record<string, string> {
  const mark = `spanline.session=${session}`;
  const attributes = environment.OTEL_RESOURCE_ATTRIBUTES;
  return {
    ...Object.fromEntries(
      SIGNALS.flatMap((signal) => [
        [`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`, `http://127.0.0.1:${port}/v1/${signal.toLowerCase()}`],
        [`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`, 'http/protobuf'],
      ]),
    ),
    OTEL_RESOURCE_ATTRIBUTES: attributes ? `${attributes},${mark}` : mark,
    ...exportDelay(environment),
  };
}

/**
 * What to set so that traces come to `endpoint` in place of where the user directed them. Metrics and logs go on as they were:
 * nothing that they heed is changed, the resource included.
 */
export function overridingEnvironment(
  environment: Environment,
  endpoint: string,
  protocol: Exclude<OtlpProtocol, 'grpc'>,
): Record<string, string> {
  const exporters = environment.OTEL_TRACES_EXPORTER;
  const isDisabled = environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true';
  const spoilers = SPOILERS.map((name) => `OTEL_EXPORTER_OTLP_TRACES_${name}`).filter((name) =>
    isSet(environment, name),
  );
  const isCompressed = ['OTEL_EXPORTER_OTLP_TRACES_COMPRESSION', 'OTEL_EXPORTER_OTLP_COMPRESSION'].some((name) =>
    isSet(environment, name),
  );
  return {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: protocol,
    ...exportDelay(environment),
    ...Object.fromEntries(spoilers.map((name) => [name, ''])),
    // Older SDKs of Python take an empty one for a fault.
    ...(isCompressed ? { OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'none' } : {}),
    ...(isSet(environment, 'OTEL_TRACES_EXPORTER') && !namesOtlp(exporters) ? { OTEL_TRACES_EXPORTER: 'otlp' } : {}),
    // With the SDK on, these would be exported to their defaults.
    ...(isDisabled ? { OTEL_SDK_DISABLED: 'false', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' } : {}),
  };
}

function exportDelay(environment: Environment): Record<string, string> {
  return isSet(environment, 'OTEL_BSP_SCHEDULE_DELAY') ? {} : { OTEL_BSP_SCHEDULE_DELAY: EXPORT_DELAY };
}
