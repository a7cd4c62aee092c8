// Telemetry names any path it likes: which of them are inside the workspace.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isInside, normalPath, parentPath } from '../../../src/link/workspace-path.ts';

suite('a path that telemetry names', () => {
  test('is made absolute and normal', () => {
    const paths: readonly (readonly [string, string])[] = [
      ['/ws/a.ts', '/ws/a.ts'],
      ['/ws//src/./b/../a.ts', '/ws/src/a.ts'],
      ['/ws/../../../etc/passwd', '/etc/passwd'],
      ['/', '/'],
      ['file:///ws/with%20space/a.ts', '/ws/with space/a.ts'],
      ['file:///ws/%2e%2e/etc/passwd', '/etc/passwd'],
      ['file:///ws/..%2f..%2fetc/passwd', '/etc/passwd'],
      ['C:\\ws\\a.ts', 'c:\\ws\\a.ts'],
      ['c:/ws/src/..\\a.ts', 'c:\\ws\\a.ts'],
      ['C:\\ws\\..\\..\\x', 'c:\\x'],
      ['file:///C:/ws/a.ts', 'c:\\ws\\a.ts'],
      // A backslash is a character of a name there.
      ['/ws/a\\..\\b', '/ws/a\\..\\b'],
    ];
    for (const [path, expected] of paths) assert.equal(normalPath(path), expected, path);
  });

  test('is none where it is relative, remote, another scheme or holds a NUL', () => {
    for (const path of [
      '',
      'a.ts',
      './a.ts',
      '../a.ts',
      'C:a.ts',
      '\\ws\\a.ts',
      '\\\\server\\share\\a.ts',
      '//server/share/a.ts',
      '\\\\?\\C:\\ws\\a.ts',
      '/\\server/share',
      'file://server/share/a.ts',
      'file:////server/share/a.ts',
      'file:///%5C%5Cserver/share',
      'http://127.0.0.1/a.ts',
      'vscode-remote://ssh/ws/a.ts',
      'webpack:///./src/a.ts',
      'node:internal/process',
      '/ws/a.ts\0.png',
      'file:///ws/a%00.ts',
      'file:///ws/%E0%A4%A.ts',
    ])
      assert.equal(normalPath(path), undefined, JSON.stringify(path));
  });

  test('is inside a root only behind a separator', () => {
    assert.ok(isInside('/ws/a.ts', ['/ws']));
    assert.ok(isInside('/ws/a.ts', ['/other', '/ws/']));
    assert.ok(isInside('/a.ts', ['/']));
    assert.ok(isInside('c:\\ws\\a.ts', ['c:\\ws']));
    assert.ok(isInside('c:\\a.ts', ['c:\\']));
    for (const path of ['/ws-evil/a.ts', '/ws', '/wsa.ts', '/WS/a.ts', '/x/ws/a.ts', 'c:\\ws\\a.ts'])
      assert.equal(isInside(path, ['/ws']), false, path);
    assert.equal(isInside('/ws/a.ts', []), false);
    assert.equal(isInside('c:\\ws-evil\\a.ts', ['c:\\ws']), false);
    assert.equal(isInside('d:\\ws\\a.ts', ['c:\\ws']), false);
  });

  test('on Windows the case of drive and folders does not matter', () => {
    assert.ok(isInside('c:\\WS\\a.ts', ['c:\\ws']));
    assert.ok(isInside('C:\\ws\\a.ts', ['c:\\ws']));
    assert.ok(isInside('c:\\ws\\a.ts', ['C:\\ws']));
  });

  test('has the folder that it is in', () => {
    assert.equal(parentPath('/ws/src/a.ts'), '/ws/src');
    assert.equal(parentPath('c:\\ws\\a.ts'), 'c:\\ws');
  });
});
