// Exporters that speak gRPC, where the receiver speaks HTTP.

import { checkLaunches } from '../check.ts';
import { blankComments } from '../code/blank-comments.ts';
import { nameOf, siteAt } from '../code/place-in-text.ts';
import { revealAction } from '../code/reveal-action.ts';

const LANGUAGES = [
  {
    files: /\.[cm]?[jt]sx?$/,
    loads: /["'`]@opentelemetry\/exporter-trace-otlp-grpc["'`]/,
    from: 'exporter-trace-otlp-grpc',
    to: 'exporter-trace-otlp-proto',
    install: 'npm install @opentelemetry/exporter-trace-otlp-proto',
  },
  {
    files: /\.py$/,
    loads: /\bopentelemetry\.exporter\.otlp\.proto\.grpc\b(?!\.(?:_log|metric))/,
    from: 'opentelemetry.exporter.otlp.proto.grpc',
    to: 'opentelemetry.exporter.otlp.proto.http',
    install: 'pip install opentelemetry-exporter-otlp-proto-http',
  },
] as const;

export const grpcExporter = checkLaunches('grpc', 'Exporters that speak gRPC', ({ sources }) =>
  sources.flatMap(({ file, text: written }) =>
    LANGUAGES.filter(({ files }) => files.test(file)).flatMap(({ loads, from, to, install }) => {
      const text = blankComments(file, written);
      const offset = text.search(loads);
      if (offset === -1) return [];
      const site = siteAt(file, text, offset);
      const line = (written.split('\n')[site.line - 1] ?? '').trim();
      return [
        {
          severity: 'problem' as const,
          wrong: `${nameOf(site)} takes the exporter for gRPC.`,
          why: `The receiver speaks OTLP over HTTP. OTEL_EXPORTER_OTLP_TRACES_PROTOCOL does not change which exporter the code takes; the one for HTTP has the same options: ${install}`,
          actions: [
            { kind: 'copy' as const, label: 'Copy Mended Line', text: line.replace(from, to) },
            ...revealAction(site),
          ],
        },
      ];
    }),
  ),
);
