// The variables that send a program's traces here, as lines to copy.

export function ourVariables(host: string, port: number): string {
  return `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://${host}:${port}/v1/traces\nOTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf`;
}
