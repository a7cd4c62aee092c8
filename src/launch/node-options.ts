// NODE_OPTIONS with hooks behind what the user has there; js-debug puts its own before all.

/** In their order, which is that in which they are loaded. */
export function withHooks(nodeOptions: string | undefined, hooks: readonly string[]): string | undefined {
  return hooks.reduce(withHook, nodeOptions);
}

/**
 * Node reads a path with forward slashes on every platform; a backslash would escape what follows. Quotes are known since
 * Node 12: to an older one they are a part of the name, and it would start no program.
 */
function withHook(nodeOptions: string | undefined, hook: string): string {
  const path = hook.replaceAll('\\', '/');
  const require = /\s/.test(path) ? `--require "${path}"` : `--require ${path}`;
  if (nodeOptions?.includes(require)) return nodeOptions;
  return nodeOptions ? `${nodeOptions} ${require}` : require;
}
