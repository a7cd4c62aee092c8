// Host and port of an endpoint as it is written in code.

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** The scheme may be missing, as gRPC allows; ports by scheme and by OTLP are filled in. */
export function parseEndpoint(text: string): Endpoint | undefined {
  const found = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^/@]*@)?(\[[^\]]+\]|[^:/?#]+)(?::(\d{1,5}))?(?:[/?#]|$)/i.exec(text);
  const host = found?.[2];
  if (host === undefined) return undefined;
  const fallback = found?.[1] === 'https' ? 443 : found?.[1] === 'http' ? 80 : 4317;
  const port = found?.[3] === undefined ? fallback : Number(found[3]);
  return port > 65_535 ? undefined : { host: host.toLowerCase(), port };
}

/** Whether it means the machine that the program runs on. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '0.0.0.0' || /^127(\.\d{1,3}){3}$/.test(host);
}
