// A folder of suites: its *.test.ts files share one start of the editor, which its workbench.json describes.
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface SuiteFolder {
  readonly name: string;
  readonly files: readonly string[];
  readonly options: SuiteOptions;
}

/** workbench.json; every field may be left out. */
export interface SuiteOptions {
  /** A folder or .code-workspace file, from the repository's root; a copy of it is opened. Default: examples/shop */
  readonly workspace: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** true: Workspace Trust is on, and the workspace opens in Restricted Mode. Default: off */
  readonly trust: boolean;
  /** The lanes it runs in; default: all. */
  readonly lanes: readonly string[] | undefined;
  /** Folders of more unpacked extensions, from the repository's root. */
  readonly extensions: readonly string[];
  /** How long the whole folder may take. Default: 240 */
  readonly timeoutSeconds: number;
}

export function toSuiteFolders(files: readonly string[]): readonly SuiteFolder[] {
  const folders = [...new Set(files.map((file) => dirname(file)))].sort();
  return folders.map((folder) => ({
    name: basename(folder),
    files: files.filter((file) => dirname(file) === folder).sort(),
    options: readOptions(folder),
  }));
}

function readOptions(folder: string): SuiteOptions {
  const file = join(folder, 'workbench.json');
  const given: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  if (!isRecord(given)) throw new Error(`${file}: not an object`);
  const known = ['workspace', 'settings', 'trust', 'lanes', 'extensions', 'timeoutSeconds'];
  for (const key of Object.keys(given))
    if (!known.includes(key)) throw new Error(`${file}: unknown field "${key}" (known: ${known.join(', ')})`);
  const { workspace, settings, trust, lanes, extensions, timeoutSeconds } = given;
  return {
    workspace: typeof workspace === 'string' ? workspace : 'examples/shop',
    settings: isRecord(settings) ? settings : {},
    trust: trust === true,
    lanes: isStrings(lanes) ? lanes : undefined,
    extensions: isStrings(extensions) ? extensions : [],
    timeoutSeconds: typeof timeoutSeconds === 'number' ? timeoutSeconds : 240,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
