// A signal on a port that several windows share: what belongs to another window is handed to that one.

import { request } from 'node:http';
import { type Attribute, findAttribute } from '../model/attribute.ts';
import { type SplitRequest, splitRequest } from '../otlp/export/split-request.ts';
import type { Answer, BodyEncoding, Peer, Signal } from '../receiver/signal.ts';
import { peerProcess } from './peer-process.ts';
import type { Maker, WindowEntry, Windows } from './windows.ts';

/** Milliseconds that another window may take. */
const TIMEOUT = 10_000;

const MEDIA_TYPE = { protobuf: 'application/x-protobuf', json: 'application/json' } as const;

export function routeToWindows(signal: Signal, windows: Windows): Signal {
  const route = async (body: Uint8Array, encoding: BodyEncoding, peer: Peer): Promise<Answer> => {
    const split = (await windows.others()).length === 0 ? undefined : splitRequest(body, encoding);
    // What cannot be read gets the signal's own answer.
    if (!split?.ok) return signal.accept(body, encoding, peer);
    const shares = await shareOut(split.value, windows, peer);
    if (shares.size < 2) return deliver(body, [...shares.keys()][0]);
    const answers: Answer[] = [];
    for (const [window, parts] of shares) answers.push(await deliver(split.value.join(parts), window));
    return answers.find((answer) => !answer.ok) ?? wordiest(answers) ?? signal.accept(body, encoding, peer);

    async function deliver(part: Uint8Array, window: WindowEntry | undefined): Promise<Answer> {
      const answer = window && (await handOver(part, encoding, signal.path, window.port));
      // A window that is just closing takes nothing any more: better here than lost.
      return answer ?? signal.accept(part, encoding, peer);
    }
  };
  return { ...signal, accept: (body, encoding, peer) => route(body.slice(), encoding, peer) };
}

async function shareOut(
  { parts }: SplitRequest,
  windows: Windows,
  { remotePort = 0, localPort = 0 }: Peer,
): Promise<ReadonlyMap<WindowEntry | undefined, SplitRequest['parts']>> {
  let asked: Promise<number | undefined> | undefined;
  const sender = () => {
    asked ??= peerProcess(remotePort, localPort).catch(() => undefined);
    return asked;
  };
  const owners = await Promise.all(parts.map(({ resource }) => windows.ownerOf(makerIn(resource, sender))));
  return Map.groupBy(parts, (part) => owners[parts.indexOf(part)]);
}

/** `sender`: who has sent it, for what says nothing of its process; a Collector passes on what others made. */
function makerIn(resource: readonly Attribute[], sender: Maker['pid']): Maker {
  const session = findAttribute(resource, 'spanline.session');
  const pid = findAttribute(resource, 'process.pid');
  return {
    session: session?.kind === 'string' ? session.value : undefined,
    pid: pid?.kind === 'int' ? () => Promise.resolve(Number(pid.value)) : sender,
  };
}

/** An answer that tells of what was rejected is the longer one. */
function wordiest(answers: readonly Answer[]): Answer | undefined {
  return answers.filter((answer) => answer.ok).sort((a, b) => b.body.length - a.body.length)[0];
}

/** Undefined where nobody takes it, or it is refused for now. */
function handOver(body: Uint8Array, encoding: BodyEncoding, path: string, port: number): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const headers = { 'content-type': MEDIA_TYPE[encoding], 'content-length': body.length };
    const sent = request({ host: '127.0.0.1', port, path, method: 'POST', headers, timeout: TIMEOUT }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => resolve(undefined));
      response.on('end', () => {
        resolve(response.statusCode === 200 ? { ok: true, body: Buffer.concat(chunks) } : undefined);
      });
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(undefined));
    sent.end(body);
  });
}
