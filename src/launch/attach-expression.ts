// What a debugger evaluates in a program that runs already, so that the hook goes in late. Its spans come through the spool:
// where they are exported to was settled when the program started.

export interface AttachPaths {
  /** The hook: a file for Node, a folder for Python. */
  readonly hook: string;
  readonly spool: string;
}

/** Both expressions have this text, and the number of the process, for a value where the hook went in. */
const LOADED = 'spanline is loaded into ';

/** The process, out of what the debugger answers; undefined where the hook did not go in. */
export function parseAttached(answer: string): number | undefined {
  const pid = /spanline is loaded into (\d{1,10})/.exec(answer)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

export const ATTACH_EXPRESSION: Readonly<Record<'node' | 'python', (paths: AttachPaths) => string>> = {
  // An ES module has no `require` to be found, an older Node no `getBuiltinModule`.
  node: ({ hook, spool }) => `(() => {
  const path = ${JSON.stringify(hook)};
  const builtin = process.getBuiltinModule ?? process.mainModule?.require.bind(process.mainModule);
  if (builtin === undefined) throw new Error('this Node cannot load a module from here');
  process.env.SPANLINE_SPOOL = ${JSON.stringify(spool)};
  try {
    builtin('module').createRequire(path)(path);
  } finally {
    delete process.env.SPANLINE_SPOOL;
  }
  return ${JSON.stringify(LOADED)} + process.pid;
})()`,
  python: ({ hook, spool }) => {
    const code = [
      'import os, sys',
      `os.environ["SPANLINE_SPOOL"] = ${JSON.stringify(spool)}`,
      `sys.path.insert(0, ${JSON.stringify(hook)})`,
      'try:',
      '    import spanline_hook',
      `    spanline_hook.install(${JSON.stringify(hook)})`,
      'finally:',
      `    sys.path.remove(${JSON.stringify(hook)})`,
    ].join('\n');
    return `exec(${JSON.stringify(code)}, {}) or ${JSON.stringify(LOADED)} + str(__import__("os").getpid())`;
  },
};
