// The files that a destination names, as the program would find them: from the folder in which it is started.

import { resolve } from 'node:path';
import type { OtlpDestination } from '../../../model/otlp-destination.ts';

export function withAbsoluteFiles(destination: OtlpDestination, folder: unknown): OtlpDestination {
  const absolute = (file: string | undefined) =>
    file === undefined || typeof folder !== 'string' ? file : resolve(folder, file);
  const { certificate, clientCertificate, clientKey } = destination.tls;
  return {
    ...destination,
    tls: {
      certificate: absolute(certificate),
      clientCertificate: absolute(clientCertificate),
      clientKey: absolute(clientKey),
    },
  };
}
