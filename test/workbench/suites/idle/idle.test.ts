// Nothing happens before it is needed: activation opens no socket and starts neither child nor thread.

import assert from 'node:assert/strict';
import childProcess, { execFileSync } from 'node:child_process';
import net from 'node:net';
import workers from 'node:worker_threads';
import * as vscode from 'vscode';
import { eventually } from '../../support/editor-waits.ts';

describe('an activated extension that nobody uses', () => {
  const started: string[] = [];
  const restore: (() => void)[] = [];

  /** The extension is loaded into this process: what it calls of Node's modules goes through these. */
  function watch<T extends object>(target: T, name: keyof T & string): void {
    const original = target[name];
    if (typeof original !== 'function') throw new Error(`${name} is no function`);
    const watched = function (this: unknown, ...args: unknown[]) {
      if (new Error().stack?.includes('extension.cjs')) started.push(name);
      return new.target ? Reflect.construct(original, args) : Reflect.apply(original, this, args);
    };
    Object.defineProperty(target, name, { value: watched, configurable: true, writable: true });
    restore.push(() => Object.defineProperty(target, name, { value: original, configurable: true, writable: true }));
  }

  /** The child of ours is the only one to listen. */
  function ownChildren(): readonly string[] {
    return execFileSync('ps', ['-eo', 'ppid,args'], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => Number.parseInt(line, 10) === process.pid && line.includes('telemetry.cjs'));
  }

  after(() => {
    for (const undo of restore) undo();
  });

  it('has listened on nothing and started neither child nor thread', async () => {
    for (const name of ['fork', 'spawn', 'exec', 'execFile'] as const) watch(childProcess, name);
    watch(net.Server.prototype, 'listen');
    watch(workers, 'Worker');
    const extension = vscode.extensions.getExtension('spanline.spanline');
    assert.ok(extension, 'the extension is installed');
    // It comes behind the start of the editor, to know what terminals are to have: that they are to have nothing here.
    await eventually('it is active by itself', () => (extension.isActive ? true : undefined));
    // A terminal, a file with lenses, and the commands that only show something, are no reason either.
    vscode.window.createTerminal().show();
    const [file] = await vscode.workspace.findFiles('src/storefront.ts');
    assert.ok(file);
    await vscode.window.showTextDocument(file);
    await vscode.commands.executeCommand('spanline.traces.show');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    assert.deepEqual(started, []);
    // What may have begun before the watch did.
    assert.deepEqual(ownChildren(), []);
  });

  it('starts the child for the first launch, and sees that here', async () => {
    // The counter-proof: the same watch does see the child once there is a reason.
    await vscode.debug.startDebugging(undefined, {
      type: 'node',
      request: 'launch',
      name: 'nothing',
      program: vscode.Uri.joinPath(vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/'), 'package.json')
        .fsPath,
    });
    await vscode.debug.stopDebugging();
    assert.ok(started.includes('fork'), `saw ${started.join(', ') || 'nothing'}`);
    assert.equal(ownChildren().length, 1);
  });
});
