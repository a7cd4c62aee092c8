// Where a program's own exporter would send its traces: all that is needed to send them there in its stead.

export const FORWARDED_SIGNALS = ['traces', 'logs', 'metrics'] as const;
export type ForwardedSignal = (typeof FORWARDED_SIGNALS)[number];

export interface OtlpDestination {
  /** Absolute, http or https, with the signal's path; of gRPC only the origin counts. */
  readonly url: string;
  readonly transport: 'http' | 'grpc';
  /** Names in lower case. Values may be secrets: they are never logged, and never written to a disk. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly isGzipped: boolean;
  /** Milliseconds that one request may take. */
  readonly timeout: number;
  /** Paths of PEM files. */
  readonly tls: OtlpTls;
}

export interface OtlpTls {
  readonly certificate: string | undefined;
  readonly clientCertificate: string | undefined;
  readonly clientKey: string | undefined;
}

/** For people to read: without what may be a secret in it. */
export function destinationName({ url, transport }: OtlpDestination): string {
  const { protocol, host, pathname } = new URL(url);
  return transport === 'grpc' ? `${protocol}//${host} (gRPC)` : `${protocol}//${host}${pathname}`;
}
