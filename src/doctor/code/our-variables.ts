// The variables that send a program's traces, logs and metrics here, as lines to copy.

export function ourVariables(port: number): string {
  return `OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:${port}\nOTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf`;
}
