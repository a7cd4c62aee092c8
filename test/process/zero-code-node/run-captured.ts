/** Runs a program as a launch does: both hooks, and the variables that bring its spans to a socket. */

import type { ReceivedSpan } from '../hooks-node/otlp-socket.ts';
import { type Launch, type Outcome, runProgram } from '../hooks-node/run-program.ts';
import { openProtobufSocket } from '../hooks-python/otlp-protobuf-socket.ts';

export interface Captured {
  readonly outcome: Outcome;
  readonly spans: readonly ReceivedSpan[];
}

export async function runCaptured({ env, ...launch }: Launch): Promise<Captured> {
  await using socket = await openProtobufSocket();
  const outcome = await runProgram({ ...launch, env: { ...launchEnvironment(socket.endpoint), ...env } });
  return { outcome, spans: socket.spans };
}

export function launchEnvironment(endpoint: string): Record<string, string> {
  return {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${endpoint}/v1/traces`,
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf',
    OTEL_RESOURCE_ATTRIBUTES: 'spanline.session=test',
    OTEL_BSP_SCHEDULE_DELAY: '100',
  };
}
