// How the Node hook is bundled: for whatever Node the user's program runs on, and with names that a stack can show.

/** A CommonJS module may return: on a Node too old for the hook nothing of it runs, and from Node 8 on ES2017 is parsed. */
export const HOOK_BUILD = {
  platform: 'node',
  format: 'cjs',
  target: 'es2017',
  keepNames: true,
  banner: { js: "'use strict';if (!(parseInt(process.versions.node, 10) >= 18)) return;" },
} as const;
