// The variables that send a program's traces, logs and metrics here, as lines to copy.

export function ourVariables(host: string, port: number): string {
  return `OTEL_EXPORTER_OTLP_ENDPOINT=http://${host}:${port}\nOTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf`;
}
