// The editor's API in the bundle of the extension: taken once. esbuild by itself copies all of it for each file that imports
// it, some 300 getters each time, which was a third of the activation.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const MODULE = 'vscode';

/** `folder`: whose files import the API, relative to `root`. */
export function editorApiOnce(root: string, folder: string): Plugin {
  return {
    name: 'editor-api-once',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
        namespace === MODULE ? { path: MODULE, external: true } : { path: MODULE, namespace: MODULE },
      );
      onLoad({ filter: /^vscode$/, namespace: MODULE }, () => {
        const members = membersUsed(join(root, folder)).map((name) => `export const ${name} = api.${name};`);
        return { contents: [`const api = require('${MODULE}');`, ...members].join('\n') };
      });
    },
  };
}

/** Also of types, of which nothing is there at run time: undefined, and in nobody's way. */
function membersUsed(folder: string): readonly string[] {
  const texts = globSync('**/*.ts', { cwd: folder }).map((file) => readFileSync(join(folder, file), 'utf8'));
  return [
    ...new Set(texts.flatMap((text) => [...text.matchAll(/\bvscode\.([A-Za-z]\w*)/g)].map(([, name = '']) => name))),
  ];
}
