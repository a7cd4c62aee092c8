// Values that may be keys are not shown, neither in the view nor in a report.

const MASK = '***';

/** Each keeps its first group, the name, and masks what follows. */
const SECRETS: readonly RegExp[] = [
  // OTEL_EXPORTER_OTLP_HEADERS and its kin: everything behind the name is a header's name or value.
  /(\bOTEL_[A-Z_]*HEADERS["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s"']+)/gi,
  /(--exporter[-_]otlp(?:[-_]\w+)?[-_]headers[=\s]+)("[^"]*"|'[^']*'|\S+)/gi,
  /(\b(?:proxy-)?authorization["']?\s*[=:]\s*["']?(?:(?:basic|bearer|token|apikey|api-key)\s+)?)([^\s"',;]+)/gi,
  /(\b(?:basic|bearer)\s+)([\w+/=.~-]{8,})/gi,
  /(\b[\w-]*(?:api[-_]?key|token|secret|password|passwd|credential|access[-_]?key|licen[cs]e[-_]?key|[-_]team)[\w-]*["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s"',;&]+)/gi,
  // The user in a URL, and what its query says.
  /(\b[a-z][a-z0-9+.-]*:\/\/)([^\s/@"']+)(?=@)/gi,
  /(\b[a-z][a-z0-9+.-]*:\/\/[^\s?"']+\?)([^\s"'#]+)/gi,
];

export function maskSecrets(text: string): string {
  return SECRETS.reduce((masked, secret) => masked.replace(secret, (_all, name: string) => name + MASK), text);
}
