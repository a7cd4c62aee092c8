// Which requests are heard: those of programs on this machine and of pages that are served from it; on a port that is open to
// others, those that bring the token.

import { createHash, timingSafeEqual } from 'node:crypto';

export const TOKEN_HEADER = 'x-spanline-token';

const LOOPBACK_NAME = /^(?:localhost|.+\.localhost|\[::1\]|127(?:\.\d{1,3}){3})$/;

/** A name that a page of elsewhere made resolve to us (DNS rebinding) is no loopback name. */
export function isLoopbackHost(host: string | undefined): boolean {
  return host === undefined || LOOPBACK_NAME.test(host.replace(/:\d+$/, '').toLowerCase());
}

/** Of a page; `null`, as of files and sandboxes, says nothing of where it comes from. */
export function isLoopbackOrigin(origin: string): boolean {
  const [, host] = /^https?:\/\/([^/]+)$/i.exec(origin) ?? [];
  return host !== undefined && isLoopbackHost(host);
}

/** Takes as long for any that is wrong. */
export function isToken(given: string | readonly string[] | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(token));
}
