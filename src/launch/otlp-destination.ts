// The destination of a program's traces, as its OTLP exporter would read it from the variables.
// Names, precedence, defaults: https://opentelemetry.io/docs/specs/otel/protocol/exporter/

import { fail, ok, type Result } from '../base/result.ts';
import type { ForwardedSignal, OtlpDestination } from '../model/otlp-destination.ts';
import { type Environment, isSet } from './launch-configuration.ts';

export type OtlpProtocol = 'http/protobuf' | 'http/json' | 'grpc';

const DEFAULT_TIMEOUT = 10_000;
/** The port that is registered for OTLP over gRPC: SDKs whose default is gRPC are told no protocol. */
const GRPC_PORT = '4317';

/** Of each signal, where all of them go to one endpoint. An error is a phrase without values. */
export function destinationsOf(
  endpoint: string,
  headers: string,
): Result<Readonly<Record<ForwardedSignal, OtlpDestination>>> {
  const traces = readOtlpDestination({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers });
  if (!traces.ok) return traces;
  const of = (signal: ForwardedSignal): OtlpDestination => ({
    ...traces.value,
    url: traces.value.url.replace(/\/v1\/traces$/, `/v1/${signal}`),
    // Far backends are paid for what crosses.
    isGzipped: true,
  });
  return ok({ traces: of('traces'), logs: of('logs'), metrics: of('metrics') });
}

/** An error is a phrase without values, as these may be secrets. */
export function readOtlpDestination(environment: Environment): Result<OtlpDestination> {
  const protocol = readOtlpProtocol(environment);
  if (!protocol.ok) return protocol;
  const url = protocol.value === 'grpc' ? grpcUrl(environment) : httpUrl(environment);
  if (!url.ok) return url;
  const timeout = Number(settingOf(environment, 'TIMEOUT')?.value ?? DEFAULT_TIMEOUT);
  return ok({
    url: url.value.href,
    transport: protocol.value === 'grpc' ? 'grpc' : 'http',
    headers: parseHeaders(settingOf(environment, 'HEADERS')?.value ?? ''),
    isGzipped: settingOf(environment, 'COMPRESSION')?.value.trim().toLowerCase() === 'gzip',
    timeout: timeout > 0 ? timeout : DEFAULT_TIMEOUT,
    tls: {
      certificate: settingOf(environment, 'CERTIFICATE')?.value,
      clientCertificate: settingOf(environment, 'CLIENT_CERTIFICATE')?.value,
      clientKey: settingOf(environment, 'CLIENT_KEY')?.value,
    },
  });
}

/** Where none is said, that of the port; HTTP with protobuf is the specification's default. */
export function readOtlpProtocol(environment: Environment): Result<OtlpProtocol> {
  const said = settingOf(environment, 'PROTOCOL');
  const protocol = said?.value.trim().toLowerCase();
  switch (protocol) {
    case 'grpc':
    case 'http/protobuf':
    case 'http/json':
      return ok(protocol);
    case undefined:
      return ok(
        new RegExp(`:${GRPC_PORT}/?$`).test(settingOf(environment, 'ENDPOINT')?.value.trim() ?? '')
          ? 'grpc'
          : 'http/protobuf',
      );
    default:
      return fail(`${said?.name} names no protocol of OTLP`);
  }
}

interface Setting {
  readonly name: string;
  readonly value: string;
}

/** The signal's own variable before that of all signals; an empty one counts as not set. */
function settingOf(environment: Environment, setting: string): Setting | undefined {
  for (const name of [`OTEL_EXPORTER_OTLP_TRACES_${setting}`, `OTEL_EXPORTER_OTLP_${setting}`]) {
    const value = environment[name];
    if (value !== undefined && value.trim() !== '') return { name, value };
  }
  return undefined;
}

/** The signal's own endpoint is used as it is; to that of all signals the signal's path is added. */
function httpUrl(environment: Environment): Result<URL> {
  const said = settingOf(environment, 'ENDPOINT');
  const url = toUrl(said ?? { name: '', value: 'http://localhost:4318' });
  if (!url.ok || said?.name === 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') return url;
  const whole = new URL(url.value.href);
  whole.pathname = `${whole.pathname.replace(/\/$/, '')}/v1/traces`;
  return ok(whole);
}

/** An endpoint without a scheme is secure unless INSECURE says otherwise; one with a scheme says so itself. */
function grpcUrl(environment: Environment): Result<URL> {
  const { name, value } = settingOf(environment, 'ENDPOINT') ?? { name: '', value: 'http://localhost:4317' };
  const isInsecure = settingOf(environment, 'INSECURE')?.value.trim().toLowerCase() === 'true';
  const hasScheme = /^\s*[a-z][a-z0-9+.-]*:\/\//i.test(value);
  return toUrl({ name, value: hasScheme ? value : `${isInsecure ? 'http' : 'https'}://${value.trim()}` });
}

function toUrl({ name, value }: Setting): Result<URL> {
  const text = value.trim();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' || url?.protocol === 'https:'
    ? ok(url)
    : fail(`${name} is no address of http or https`);
}

/** Pairs as W3C Baggage writes them, without properties. What could be no header is left out, as SDKs leave it out. */
function parseHeaders(text: string): OtlpDestination['headers'] {
  return text.split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    if (at === -1) return [];
    const name = decode(pair.slice(0, at).trim()).toLowerCase();
    const value = decode(pair.slice(at + 1).trim());
    return /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
      ? [[name, value] as const]
      : [];
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether the program's traces go over OTLP at all: only then can they be passed on to where they went. */
export function exportsOtlp(environment: Environment): boolean {
  if (environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return false;
  return !isSet(environment, 'OTEL_TRACES_EXPORTER') || namesOtlp(environment.OTEL_TRACES_EXPORTER);
}

/** Exporters are a list. */
export function namesOtlp(exporters: string | undefined): boolean {
  return exporters?.split(',').some((name) => name.trim() === 'otlp') ?? false;
}
