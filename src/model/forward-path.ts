// The path under which a program sends spans that are also passed on: it tells so before anything is decoded.

const PREFIX = '/forward/';
const SUFFIX = '/v1/traces';

/** `key` names the destination, and is part of no other path. */
export function forwardPath(key: string): string {
  return `${PREFIX}${key}${SUFFIX}`;
}

/** Undefined for any other path. */
export function forwardKey(path: string): string | undefined {
  return path.startsWith(PREFIX) && path.endsWith(SUFFIX) ? path.slice(PREFIX.length, -SUFFIX.length) : undefined;
}
