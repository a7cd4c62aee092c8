// What SDKs and exporters said in the program's output about spans that did not leave.

import { checkLaunches } from '../check.ts';

interface Saying {
  readonly pattern: RegExp;
  readonly means: string;
}

/** The first that fits a line speaks for it. */
const SAYINGS: readonly Saying[] = [
  {
    pattern: /opentelemetry-instrument: error: /,
    means: 'opentelemetry-instrument refused its flags and ended before the program had begun.',
  },
  {
    pattern: /Requested component '?"?otlp_proto_\w+/,
    means: 'The exporter’s package for that protocol is not installed where the program runs.',
  },
  {
    pattern: /(?:Cannot find (?:module|package)|ERR_MODULE_NOT_FOUND).*@opentelemetry\//,
    means: 'A package of OpenTelemetry that the program loads is not installed where it runs.',
  },
  {
    pattern: /No module named '?"?opentelemetry/,
    means: 'A package of OpenTelemetry that the program imports is not installed where it runs.',
  },
  { pattern: /Failed to auto initialize OpenTelemetry/, means: 'The SDK could not be set up: no span is kept.' },
  { pattern: /Attempted duplicate registration of API/, means: 'Two SDKs are set up; only the first one counts.' },
  {
    pattern:
      /\b(?:is not instrumented|was not instrumented|before initializing OpenTelemetry|loaded before @opentelemetry\/)/i,
    means: 'A library was loaded before its instrumentation: the SDK must be set up first.',
  },
  {
    pattern: /\b(?:StatusCode\.UNAVAILABLE|14 UNAVAILABLE|UNAVAILABLE:)/,
    means: 'An exporter for gRPC reached nobody who takes its calls.',
  },
  {
    pattern: /ECONNREFUSED|connection refused/i,
    means: 'Nobody listens where the exporter sends to.',
  },
  {
    pattern: /\b(?:ENOTFOUND|EAI_AGAIN|Name or service not known|Name resolution failed)\b/i,
    means: 'The exporter sends to a host whose name is not known here.',
  },
  {
    pattern: /\b404\b.*|Not Found/i,
    means: 'The exporter sends to a path that nobody serves: OTLP over HTTP wants /v1/traces.',
  },
  { pattern: /\b(?:401|403)\b|Unauthenticated|PERMISSION_DENIED/i, means: 'The receiver of the spans refused them.' },
  {
    pattern: /Transient error .*(?:retrying|encountered while exporting)/i,
    means: 'The exporter cannot reach its endpoint and tries again.',
  },
  {
    pattern:
      /Failed to export|Exception while exporting|OTLPExporterError|PeriodicExportingMetricReader: .* export failed|export.*timed? ?out/i,
    means: 'The exporter lost a batch of spans.',
  },
];

/** What tells an exporter's trouble from any other of the program; JSON of a stack is how Node's SDK prints errors. */
const OF_TELEMETRY =
  /^\{"stack":"|otel|otlp|opentelemetry|export(?:er|ing)|failed to export|\bspans?\b|\/v1\/traces|:431[78]\b|instrument|Attempted duplicate registration|StatusCode\.UNAVAILABLE|14 UNAVAILABLE/i;

/** Characters of a line that are quoted. */
const MAX_QUOTE = 200;

export const outputErrors = checkLaunches(
  'output',
  'Errors of exporters in the output',
  ({ name, output, runtime }) => {
    const first = new Map<Saying, string>();
    for (const line of output) {
      const saying = OF_TELEMETRY.test(line) ? SAYINGS.find(({ pattern }) => pattern.test(line)) : undefined;
      if (saying !== undefined && !first.has(saying)) first.set(saying, line);
    }
    return [...first].map(([{ means }, line]) => ({
      severity: 'problem',
      wrong: `“${name}” printed: ${line.length > MAX_QUOTE ? `${line.slice(0, MAX_QUOTE)}…` : line}`,
      why: means,
      actions: runtime === 'node' ? [{ kind: 'copy', label: 'Copy Variable', text: 'OTEL_LOG_LEVEL=debug' }] : [],
    }));
  },
);
