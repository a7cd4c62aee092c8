// Requests over gRPC as fast as they are answered, so many at once on one connection.
import { connect } from 'node:http2';

export const GRPC_EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

const AT_ONCE = 8;

/** `next` gives each message, framed. Answers with how many were refused. */
export async function loadGrpc(port: number, requests: number, next: () => Uint8Array): Promise<number> {
  const session = connect(`http://127.0.0.1:${port}`);
  // A connection whose windows are small would be measured, not the server.
  session.on('connect', () => session.setLocalWindowSize(16 << 20));
  let left = requests;
  let refused = 0;
  const call = () =>
    new Promise<void>((resolve) => {
      const stream = session.request({
        ':method': 'POST',
        ':path': GRPC_EXPORT,
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      let isTaken = false;
      stream.on('trailers', (trailers) => {
        isTaken = trailers['grpc-status'] === '0';
      });
      stream.on('data', () => {});
      stream.on('error', () => {});
      stream.on('close', () => {
        if (!isTaken) refused++;
        resolve();
      });
      stream.end(next());
    });
  const callOn = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, callOn));
  session.close();
  return refused;
}
