/** Where spans go: to the editor, or nowhere. Who directs them elsewhere has an SDK, or wants none. */

export interface SpansEnvironment {
  readonly OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?: string | undefined;
  readonly OTEL_SDK_DISABLED?: string | undefined;
  readonly OTEL_TRACES_EXPORTER?: string | undefined;
  /** Empty turns it off, in any runtime. */
  readonly SPANLINE_AUTO?: string | undefined;
}

/** Undefined unless it is plain HTTP on this machine, as the launch sets it; a child may have been given another. */
export function spansEndpoint(env: SpansEnvironment): URL | undefined {
  const { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: text, OTEL_SDK_DISABLED: disabled, OTEL_TRACES_EXPORTER: kind } = env;
  if (text === undefined || env.SPANLINE_AUTO === '' || disabled?.toLowerCase() === 'true') return undefined;
  if (kind !== undefined && kind !== '' && kind !== 'otlp') return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' && url.hostname === '127.0.0.1' ? url : undefined;
}
