// The frame around the one message of a unary call.
// https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md

/** Whether compressed, and the length in four bytes. */
const HEAD = 5;

export type GrpcMessage =
  | { readonly ok: true; readonly isCompressed: boolean; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly reason: string };

export function unframe(body: Uint8Array): GrpcMessage {
  if (body.length < HEAD) return { ok: false, reason: 'the call has no message' };
  const length = new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(1);
  const flag = body[0];
  if (flag !== 0 && flag !== 1) return { ok: false, reason: `the message has an unknown flag, ${flag}` };
  if (HEAD + length > body.length) return { ok: false, reason: 'the message is cut short' };
  if (HEAD + length < body.length) return { ok: false, reason: 'Export takes one message a call' };
  return { ok: true, isCompressed: flag === 1, bytes: body.subarray(HEAD) };
}

export function frame(message: Uint8Array): Uint8Array {
  const framed = new Uint8Array(HEAD + message.length);
  new DataView(framed.buffer).setUint32(1, message.length);
  framed.set(message, HEAD);
  return framed;
}

/** A header takes printable ASCII; all else, and the sign itself, is percent-encoded. */
export function escapeMessage(message: string): string {
  return message.replace(/[^ -$&-~]+/gu, (part) => encodeURIComponent(part.toWellFormed()));
}
