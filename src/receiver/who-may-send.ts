// Which requests come from here: programs on this machine, and pages that are served from it.

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
