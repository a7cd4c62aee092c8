// The licences of what is bundled: their texts ship with the package, and one that is not permissive fails the build.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

const PERMISSIVE = new Set(['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD']);
const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

export interface Notices {
  readonly text: string;
  readonly problems: readonly string[];
}

export function collectNotices(root: string, metafiles: readonly Metafile[]): Notices {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(inputs.flatMap((input) => PACKAGE.exec(input) ?? []));
  const packages = [...folders].map((folder) => readPackage(join(root, folder)));
  const texts = new Map(packages.map((found) => [`${found.name} ${found.version} (${found.license})`, found.text]));
  const sorted = [...texts].sort(([a], [b]) => a.localeCompare(b));
  return {
    text: sorted.map(([title, text]) => `${title}\n${'='.repeat(title.length)}\n\n${text.trim()}\n`).join('\n\n'),
    problems: packages.flatMap(({ name, license, text }) => [
      ...(PERMISSIVE.has(license) ? [] : [`${name}: its licence "${license}" is not among those that may be bundled`]),
      ...(text === '' ? [`${name}: has no text of its licence`] : []),
    ]),
  };
}

function readPackage(folder: string) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && /^(?:licen[cs]e|notice)/i.test(entry.name),
  );
  const text = files.map((entry) => readFileSync(join(folder, entry.name), 'utf8')).join('\n');
  return { name: String(name), version: String(version), license: String(license), text };
}
