// The PEM files that the variables of a program's exporter name, read once, when the first request goes out.

import { readFile } from 'node:fs/promises';
import type { OtlpTls } from '../model/otlp-destination.ts';

export interface TlsMaterial {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** Rejects with the system's error, which names the file. */
export async function readTlsFiles({ certificate, clientCertificate, clientKey }: OtlpTls): Promise<TlsMaterial> {
  const [ca, cert, key] = await Promise.all(
    [certificate, clientCertificate, clientKey].map((file) => (file === undefined ? undefined : readFile(file))),
  );
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}
