/** Sends batches over HTTP to the editor, with sockets that keep no process alive. What is not taken is not sent again. */
import { Agent, type IncomingMessage, request as send } from 'node:http';
import { ExportResultCode } from '@opentelemetry/core';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { SpanExporter } from '@opentelemetry/sdk-trace';

// The binding is that of this moment, before http is patched: exports are no requests of the program.
const sendUnpatched = send;

/** `timeout` in milliseconds. */
export function createExporter(endpoint: URL, timeout: number): SpanExporter {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    export: (spans, done) => {
      const failed = (error: Error) => done({ code: ExportResultCode.FAILED, error });
      try {
        const body = ProtobufTraceSerializer.serializeRequest(spans);
        if (body === undefined) return failed(new Error('not serialized'));
        const headers = { 'content-type': 'application/x-protobuf', 'content-length': body.length };
        const request = sendUnpatched(endpoint, { method: 'POST', agent, headers, timeout });
        request.on('socket', (socket) => socket.unref());
        request.on('timeout', () => request.destroy(new Error('timeout')));
        request.on('error', failed);
        request.on('response', (response) => {
          response.resume();
          response.on('error', failed);
          response.on('end', () => done({ code: codeOf(response) }));
        });
        request.end(body);
      } catch (error) {
        failed(error instanceof Error ? error : new Error(String(error)));
      }
    },
    shutdown: () => {
      agent.destroy();
      return Promise.resolve();
    },
  };
}

function codeOf({ statusCode }: IncomingMessage): ExportResultCode {
  return statusCode === 200 ? ExportResultCode.SUCCESS : ExportResultCode.FAILED;
}
