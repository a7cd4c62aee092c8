// The PEM files that the variables of a program's exporter name, read when the first request goes out.

import { readFile } from 'node:fs/promises';
import { fail, ok, type Result } from '../base/result.ts';
import type { OtlpTls } from '../model/otlp-destination.ts';
import { failureReason } from './failure-reason.ts';

export interface TlsMaterial {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** What was read is kept; a file that cannot be read is looked for again the next time. An error is a phrase. */
export function createTlsReader(files: OtlpTls): () => Promise<Result<TlsMaterial>> {
  let read: TlsMaterial | undefined;
  return async () => {
    try {
      read ??= await readTlsFiles(files);
      return ok(read);
    } catch (error) {
      return fail(failureReason(error));
    }
  };
}

async function readTlsFiles({ certificate, clientCertificate, clientKey }: OtlpTls): Promise<TlsMaterial> {
  const [ca, cert, key] = await Promise.all(
    [certificate, clientCertificate, clientKey].map((file) => (file === undefined ? undefined : readFile(file))),
  );
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}
