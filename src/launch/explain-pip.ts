// Why pip installed nothing, and what helps: a sentence of each, by its exit code and what it printed.

/** Of `install_packages.py`. */
const NO_PIP = 90;

/** The first that fits a line explains it. */
const CAUSES: readonly { readonly pattern: RegExp; readonly says: string }[] = [
  {
    pattern: /ProxyError|407 Proxy|Cannot connect to proxy/i,
    says: 'The proxy did not let pip through. pip takes it from the variable HTTPS_PROXY or from “pip config set global.proxy”.',
  },
  {
    pattern: /CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerificationError/i,
    says: 'The certificate of the package index is not trusted. “pip config set global.cert” names the file of your authority.',
  },
  {
    pattern: /\b40[13] (?:Client Error|Unauthorized|Forbidden)|User for .*:|401 Error/i,
    says: 'The package index refused pip. Check the name and password in pip’s index-url.',
  },
  {
    pattern:
      /NewConnectionError|NameResolutionError|Temporary failure in name resolution|Name or service not known|getaddrinfo failed|ConnectTimeoutError|ReadTimeoutError|Connection refused|Network is unreachable|Max retries exceeded/i,
    says: 'The package index cannot be reached. Check the connection; an index of your own is set by “pip config set global.index-url”.',
  },
  { pattern: /No space left on device|\[Errno 28\]/i, says: 'The disk is full.' },
  {
    pattern: /Permission denied|\[Errno 13\]|Access is denied/i,
    says: 'A file could not be written: permission denied.',
  },
  {
    pattern: /No matching distribution found|Could not find a version that satisfies|ResolutionImpossible/i,
    says: 'The package index does not have the versions that are needed for this Python. pip may have been given an index of your own, or constraints.',
  },
];

export function explainPip(printed: readonly string[], code: number | null, executable: string): string {
  if (code === NO_PIP)
    return `${executable} has no pip, and Python does not carry one. Install it, by “${executable} -m ensurepip” or the package python3-pip of your system, and try again.`;
  const cause = CAUSES.find(({ pattern }) => printed.some((line) => pattern.test(line)));
  if (cause !== undefined) return cause.says;
  const last =
    printed.findLast((line) => /^\s*(?:ERROR|error)\b/.test(line)) ?? printed.findLast((line) => line.trim() !== '');
  return `pip ended with ${code === null ? 'a signal' : `exit code ${code}`}${last === undefined ? '.' : `: ${last.trim()}`}`;
}
