// Exporters with an endpoint in the code, which no variable can change.

import { checkLaunches, type Found } from '../check.ts';
import { isLoopback, parseEndpoint } from '../code/endpoint-port.ts';
import { exportersWithEndpoint, type MadeExporter } from '../code/exporters.ts';
import { nameOf, siteAt } from '../code/place-in-text.ts';
import { revealAction } from '../code/reveal-action.ts';

export const endpointInCode = checkLaunches(
  'endpoint',
  'Exporters whose endpoint is in the code',
  ({ sources }, { port }) =>
    sources
      .flatMap(exportersWithEndpoint)
      .filter(({ endpoint }) => !isOurs(endpoint.literal, port))
      .map(toFinding),
);

function toFinding({ file, text, language, endpoint: { offset, code, literal } }: MadeExporter): Found {
  const site = siteAt(file, text, offset);
  const sentTo = literal === undefined ? `what ${clip(code)} says` : literal;
  const name = language === 'python' ? 'endpoint' : 'url';
  return {
    severity: 'problem',
    wrong: `${nameOf(site)} sends traces to ${sentTo}: an endpoint in the code beats the environment.`,
    why: `An exporter that is given ${name} does not look at OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, which is how spans are asked to come here. Leave ${name} out, or let the variable go first.`,
    actions: [...revealAction(site), { kind: 'copy', label: 'Copy Mended Argument', text: mend(language, code) }],
  };
}

function mend(language: MadeExporter['language'], code: string): string {
  return language === 'python'
    ? `endpoint=os.environ.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", ${code})`
    : `url: process.env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? ${code}`;
}

function isOurs(literal: string | undefined, port: number | undefined): boolean {
  const endpoint = literal === undefined ? undefined : parseEndpoint(literal);
  return endpoint !== undefined && endpoint.port === port && isLoopback(endpoint.host);
}

function clip(code: string): string {
  const line = code.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
