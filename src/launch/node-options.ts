// NODE_OPTIONS with hooks behind what the user has there; js-debug puts its own before all.

/** In their order, which is that in which they are loaded. */
export function withHooks(nodeOptions: string | undefined, hooks: readonly string[]): string | undefined {
  return hooks.reduce(withHook, nodeOptions);
}

/** Node reads a quoted path with forward slashes on every platform; a backslash would escape what follows. */
function withHook(nodeOptions: string | undefined, hook: string): string {
  const require = `--require "${hook.replaceAll('\\', '/')}"`;
  if (nodeOptions?.includes(require)) return nodeOptions;
  return nodeOptions ? `${nodeOptions} ${require}` : require;
}
