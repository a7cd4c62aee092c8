// What a captured program finds in its environment of where its telemetry goes, at the port 4321.

export const SIGNALS_HERE = {
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4321/v1/traces',
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf',
  OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://127.0.0.1:4321/v1/logs',
  OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/protobuf',
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://127.0.0.1:4321/v1/metrics',
  OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/protobuf',
};
