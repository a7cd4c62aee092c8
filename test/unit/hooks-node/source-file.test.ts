/** Which scripts on a stack are the user's own. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setOwnFile, toSourceFile } from '../../../src/hooks/node/source-file.ts';

it('takes absolute paths and file URLs, without what loaders add', () => {
  assert.deepEqual(toSourceFile('/app/a b.js'), { path: '/app/a b.js', url: 'file:///app/a%20b.js', isUser: true });
  assert.equal(toSourceFile('file:///app/a%20b.mjs?t=1#x').path, '/app/a b.mjs');
  assert.equal(toSourceFile('file:///app/node_modules_of_mine/a.js').isUser, true);
});

it('takes neither dependencies, nor Node, nor scripts without a file', () => {
  const others = [
    '/app/node_modules/x/index.js',
    'file:///app/node_modules/x/index.js',
    '/app/.yarn/cache/x.zip/x/index.js',
    '/app/.pnp.cjs',
    '/app/.pnp.loader.mjs',
    'node:internal/timers',
    'evalmachine.<anonymous>',
    'webpack-internal:///./a.js',
    'file://host%',
    '',
  ];
  for (const raw of others) assert.equal(toSourceFile(raw).isUser, false, raw);
});

it('takes not the hook itself', () => {
  setOwnFile('/ext/node.cjs');
  assert.equal(toSourceFile('/ext/node.cjs').isUser, false);
});
