/** Which file of a package a module is, and what instrumentations call it. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { it } from 'node:test';
import { moduleName, packageFile } from '../../../src/hooks/node-sdk/package-file.ts';

const path = (text: string) => text.replaceAll('/', sep);

it('finds the innermost package', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['/app/node_modules/pg/lib/client.js', 'pg', '/app/node_modules/pg'],
    ['/app/node_modules/@grpc/grpc-js/build/index.js', '@grpc/grpc-js', '/app/node_modules/@grpc/grpc-js'],
    ['/a/node_modules/.pnpm/x@1/node_modules/x/i.js', 'x', '/a/node_modules/.pnpm/x@1/node_modules/x'],
  ];
  for (const [file, name, folder] of cases)
    assert.deepEqual(packageFile(path(file)), { name, folder: path(folder), path: path(file) });
  for (const file of ['/app/index.js', '/app/node_modules/odd.js', '/app/node_modules/@odd/x.js', '.', ''])
    assert.equal(packageFile(path(file)), undefined, file);
});

it('names the main file for the package, others by their path within', async () => {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'spanline-package-')));
  const folder = join(root, 'node_modules', 'shop');
  await mkdir(join(folder, 'lib'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"main":"lib/shop","exports":{"./other":"./lib/other.js"}}');
  const nameOf = async (name: string) => {
    const file = packageFile(join(folder, 'lib', name));
    await writeFile(join(folder, 'lib', name), '');
    return file && moduleName(file);
  };
  assert.equal(await nameOf('shop.js'), 'shop');
  assert.equal(await nameOf('other.js'), path('shop/lib/other.js'));
  await rm(root, { recursive: true });
});
