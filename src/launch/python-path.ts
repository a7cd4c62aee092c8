// PYTHONPATH with the hook's folder first: Python imports the first sitecustomize that it finds, and ours runs the next.

/** Empty entries stay: to Python they mean the current folder. */
export function withHookFolder(pythonPath: string | undefined, folder: string, delimiter: string): string {
  const entries = pythonPath ? pythonPath.split(delimiter) : [];
  return [folder, ...entries.filter((entry) => entry !== folder)].join(delimiter);
}
