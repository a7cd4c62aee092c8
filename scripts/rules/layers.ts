// Which room may import which, for what the compiler does not see: packages, features, and who says what by name.
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { ROOT } from '../base/paths.ts';
import { findSources } from './sources.ts';

interface Room {
  readonly rooms: readonly string[];
  /** Packages, or "node:" for all that are Node's. */
  readonly packages: readonly string[];
}

const ROOMS: Readonly<Record<string, Room>> = {
  'src/platform': { rooms: [], packages: [] },
  'src/base': { rooms: [], packages: [] },
  'src/model': { rooms: ['src/base'], packages: [] },
  'src/otlp': { rooms: ['src/base', 'src/model'], packages: [] },
  'src/store': { rooms: ['src/base', 'src/model'], packages: [] },
  'src/link': { rooms: ['src/base', 'src/model'], packages: ['@jridgewell/trace-mapping'] },
  'src/launch': { rooms: ['src/base', 'src/model'], packages: [] },
  'src/debugger': { rooms: [], packages: [] },
  'src/doctor': { rooms: ['src/base', 'src/model'], packages: [] },
  'src/protocol': { rooms: ['src/base', 'src/model'], packages: [] },
  'src/receiver': { rooms: ['src/base'], packages: ['node:'] },
  'src/forward': { rooms: ['src/base', 'src/model', 'src/otlp'], packages: ['node:'] },
  // Of OpenTelemetry only what goes into the zero-code hook's bundle; the call-site hook's may hold none.
  'src/hooks': { rooms: [], packages: ['node:', '@opentelemetry'] },
  'src/worker': {
    rooms: [
      'src/base',
      'src/model',
      'src/otlp',
      'src/store',
      'src/link',
      'src/protocol',
      'src/receiver',
      'src/forward',
    ],
    packages: ['node:'],
  },
  'src/cli': {
    rooms: [
      'src/base',
      'src/model',
      'src/otlp',
      'src/store',
      'src/receiver',
      'src/launch',
      'src/protocol',
      'src/worker',
    ],
    packages: ['node:'],
  },
  'src/host': {
    rooms: ['src/base', 'src/model', 'src/protocol', 'src/launch', 'src/debugger', 'src/doctor'],
    packages: ['node:', 'vscode'],
  },
  webview: { rooms: ['src/base', 'src/model', 'src/protocol'], packages: ['preact'] },
};

const IMPORT =
  /(?:^|[\s;}])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]|\brequire\(\s*['"]([^'"]+)['"]/g;
const FEATURE = /^src\/host\/features\/([^/]+)\//;

export async function findLayerProblems(): Promise<readonly string[]> {
  const files = await findSources(['src', 'webview']);
  const problems = await Promise.all(files.map(async (file) => judge(file, await readFile(join(ROOT, file), 'utf8'))));
  return problems.flat();
}

function judge(file: string, text: string): readonly string[] {
  const name = roomOf(file);
  const room = ROOMS[name];
  if (room === undefined) return [`${file}: its room is not in the table of scripts/rules/layers.ts`];
  return [...text.matchAll(IMPORT)].flatMap(([, ...found]) => {
    const specifier = found.find((item) => item !== undefined) ?? '';
    const why = specifier.startsWith('.') ? judgeFile(file, name, room, specifier) : judgePackage(room, specifier);
    return why === undefined ? [] : [`${file}: imports ${specifier}: ${why}`];
  });
}

function judgeFile(file: string, name: string, room: Room, specifier: string): string | undefined {
  const target = relative('/', join('/', dirname(file), specifier)).replaceAll('\\', '/');
  const targetRoom = roomOf(target);
  if (targetRoom !== name && !room.rooms.includes(targetRoom))
    return `${name} may import ${room.rooms.join(', ') || 'no other room'}`;
  const [feature, other] = [FEATURE.exec(file)?.[1], FEATURE.exec(target)?.[1]];
  return feature !== undefined && other !== undefined && feature !== other
    ? 'features share through services only'
    : undefined;
}

function judgePackage({ packages }: Room, specifier: string): string | undefined {
  const isAllowed = packages.some(
    (item) => specifier === item || specifier.startsWith(item.endsWith(':') ? item : `${item}/`),
  );
  return isAllowed ? undefined : `of packages, only ${packages.join(', ') || 'none'}`;
}

function roomOf(file: string): string {
  const [first = '', second = ''] = file.split('/');
  return first === 'src' ? `src/${second}` : first;
}
