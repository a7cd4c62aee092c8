// The manifest and the code agree on every name, and the manifest promises what the extension keeps.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { EMPTY_REASONS } from '../../../src/host/features/here/content.ts';
import { COMMAND, CONTEXT, CUSTOM_EDITOR, SETTING_DEFAULTS, VIEW } from '../../../src/host/names.ts';
import { RUN_SUFFIX } from '../../../src/model/run.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const { contributes } = manifest;

interface Command {
  readonly command: string;
  readonly title?: string;
  readonly category?: string;
}

/** All values of a property of that name, at any depth. */
function valuesOf(property: string, within: unknown): unknown[] {
  if (typeof within !== 'object' || within === null) return [];
  return Object.entries(within).flatMap(([key, value]) => [
    ...(key === property ? [value] : []),
    ...valuesOf(property, value),
  ]);
}

suite('the manifest', () => {
  test('contributes each command of the code once, with a title, and no other', () => {
    const commands: readonly Command[] = contributes.commands;
    assert.deepEqual(commands.map(({ command }) => command).sort(), Object.values(COMMAND).sort());
    for (const { command, title, category } of commands) {
      assert.ok(title !== undefined && title.trim() !== '', `${command} has a title`);
      assert.equal(category, 'Spanline', `${command} is found under the extension's name`);
      assert.match(command, /^spanline(\.[a-z][a-zA-Z]*){2}$/);
    }
  });

  test('names only commands of its own in its menus', () => {
    const known: readonly string[] = Object.values(COMMAND);
    for (const command of valuesOf('command', contributes.menus ?? {}))
      assert.ok(known.includes(String(command)), String(command));
  });

  test('has the settings of the code, with the same types and defaults', () => {
    const { properties } = contributes.configuration;
    const expected = Object.keys(SETTING_DEFAULTS).map((name) => `spanline.${name}`);
    assert.deepEqual(Object.keys(properties).sort(), expected.sort());
    for (const [name, value] of Object.entries(SETTING_DEFAULTS)) {
      const property = properties[`spanline.${name}`];
      assert.deepEqual([property.type, property.default], [typeof value, value], name);
      assert.ok((property.markdownDescription ?? property.description ?? '') !== '', `${name} is described`);
      if (typeof value === 'number') assert.ok(property.minimum <= value && value <= property.maximum, name);
    }
  });

  test('lets no workspace say where telemetry is passed on to', () => {
    for (const name of ['spanline.forward.endpoint', 'spanline.forward.callSites'])
      assert.equal(contributes.configuration.properties[name].scope, 'machine', name);
  });

  test('has the views of the code, in containers that it contributes or the editor has', () => {
    const containers = Object.values(contributes.viewsContainers).flat();
    const ids = [...valuesOf('id', containers), 'debug'];
    for (const container of Object.keys(contributes.views)) assert.ok(ids.includes(container), container);
    const views = Object.values(contributes.views).flat();
    assert.deepEqual(valuesOf('id', views).sort(), Object.values(VIEW).sort());
    const conditions = valuesOf('when', contributes.menus ?? {}).flatMap((when) => [
      ...String(when).matchAll(/\bview == (\S+)/g),
    ]);
    for (const [, view] of conditions) assert.ok(Object.values<string>(VIEW).includes(view ?? ''), view);
  });

  test('says for each reason why no open span is listed, and names only commands of its own there', () => {
    const welcomes: readonly { readonly when: string; readonly contents: string }[] = contributes.viewsWelcome;
    const conditions = EMPTY_REASONS.map((reason) => `${CONTEXT.hereEmpty} == ${reason}`);
    assert.deepEqual(welcomes.map(({ when }) => when).sort(), [`!${CONTEXT.hereEmpty}`, ...conditions].sort());
    for (const { contents } of welcomes)
      for (const [, command] of contents.matchAll(/\(command:([^)]*)\)/g))
        assert.ok(Object.values<string>(COMMAND).includes(command ?? ''), command);
  });

  test('has the editors of the code, and takes only its own files unasked', () => {
    const editors: readonly { viewType: string; priority: string; selector: { filenamePattern: string }[] }[] =
      contributes.customEditors;
    assert.deepEqual(valuesOf('viewType', editors).sort(), Object.values(CUSTOM_EDITOR).sort());
    const unasked = editors.filter(({ priority }) => priority === 'default').flatMap(({ selector }) => selector);
    assert.deepEqual(valuesOf('filenamePattern', unasked), [`*${RUN_SUFFIX}`, '*.otlp.jsonl']);
  });

  test('starts the extension at the first debug session, and behind the start of the editor, never during it', () => {
    for (const event of ['onDebug', 'onStartupFinished']) assert.ok(manifest.activationEvents.includes(event), event);
    assert.ok(!manifest.activationEvents.includes('*'));
  });

  test('names only files that are there', () => {
    const named = [manifest.icon, ...valuesOf('icon', contributes), ...valuesOf('path', contributes)];
    const files = named.flatMap((icon) => (typeof icon === 'object' && icon !== null ? Object.values(icon) : [icon]));
    for (const file of files.map(String)) if (!file.startsWith('$(')) assert.ok(existsSync(join(ROOT, file)), file);
  });

  test('runs where the files are, limited without trust', () => {
    assert.deepEqual(manifest.extensionKind, ['workspace']);
    const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
    assert.equal(untrustedWorkspaces.supported, 'limited');
    assert.ok(untrustedWorkspaces.description.length > 0);
    assert.equal(virtualWorkspaces.supported, false);
  });

  test('is compiled against the oldest editor that it promises', () => {
    assert.equal(manifest.engines.vscode, '^1.103.0');
    assert.match(manifest.devDependencies['@types/vscode'], /^1\.103\.\d+$/);
    const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
    assert.match(lock.packages['node_modules/@types/vscode'].version, /^1\.103\.\d+$/);
  });

  test('ships no packages: everything is bundled', () => {
    for (const section of ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundledDependencies'])
      assert.equal(manifest[section], undefined, section);
    for (const [name, version] of Object.entries(manifest.devDependencies))
      assert.match(String(version), /^\d+\.\d+\.\d+$/, `${name} is pinned`);
  });
});
