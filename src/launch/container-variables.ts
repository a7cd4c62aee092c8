// The variables that bring a container's telemetry to this machine, as lines to copy.

export function containerVariables(port: number, token: string): string {
  return [
    `OTEL_EXPORTER_OTLP_ENDPOINT=http://host.docker.internal:${port}`,
    'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    `OTEL_EXPORTER_OTLP_HEADERS=x-spanline-token=${token}`,
  ].join('\n');
}
