// The filter that lets through the spans of one service and name, and no others.

export function nameQuery(service: string, name: string | undefined): string {
  return [`service:${quote(service)}`, ...(name === undefined ? [] : [`name:${quote(name)}`])].join(' ');
}

/** As the language has them: a backslash before a plain star, a plain backslash and a quote. */
function quote(text: string): string {
  return `"${text.replace(/[\\*]/g, '\\$&').replaceAll('"', '\\"')}"`;
}
