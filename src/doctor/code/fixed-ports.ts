// Ports of this machine that a program's code sends its traces to.

import type { SourceFile } from '../facts.ts';
import { isLoopback, parseEndpoint } from './endpoint-port.ts';
import { exportersWithEndpoint } from './exporters.ts';

export function fixedPorts(sources: readonly SourceFile[]): readonly number[] {
  const endpoints = sources
    .flatMap(exportersWithEndpoint)
    .map(({ endpoint }) => (endpoint.literal === undefined ? undefined : parseEndpoint(endpoint.literal)));
  const ports = endpoints.flatMap((endpoint) => (endpoint && isLoopback(endpoint.host) ? [endpoint.port] : []));
  return [...new Set(ports)];
}
