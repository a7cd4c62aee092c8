// NODE_OPTIONS with the call-site hook behind what the user has there; js-debug puts its own before both.

/** Node reads a quoted path with forward slashes on every platform; a backslash would escape what follows. */
export function withHook(nodeOptions: string | undefined, hook: string): string {
  const require = `--require "${hook.replaceAll('\\', '/')}"`;
  if (nodeOptions?.includes(require)) return nodeOptions;
  return nodeOptions ? `${nodeOptions} ${require}` : require;
}
