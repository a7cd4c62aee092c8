// The senders of the document, a row a language: how each is made ready, and what it can send over.
import { copyFile, mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { installLocked } from '../../process/hooks-node/install-sdk.ts';
import { installPython, missingPython } from '../../process/hooks-python/install-python.ts';
import type { Allowances } from '../compare.ts';
import { INTEROP, INTEROP_CACHE } from './places.ts';
import { tool } from './tool.ts';

export interface Sender {
  readonly name: string;
  /** Of the SDK, as its own files pin it. */
  version(): Promise<string>;
  readonly ways: readonly (readonly [protocol: string, compressions: readonly string[]])[];
  readonly allow?: Allowances;
  /** A sentence, where it cannot be run here. */
  missing(): Promise<string | undefined>;
  /** What takes the document, protocol, compression and endpoint as its arguments. */
  prepare(): Promise<readonly string[]>;
}

const HTTP = ['none', 'gzip'] as const;

async function firstMatch(file: string, pattern: RegExp): Promise<string> {
  return pattern.exec(await readFile(file, 'utf8'))?.[1] ?? 'unknown';
}

export const SENDERS: readonly Sender[] = [
  {
    name: 'JavaScript',
    version: () => firstMatch(join(INTEROP, 'js', 'package.json'), /sdk-trace": "([^"]+)"/),
    ways: [
      ['http/protobuf', HTTP],
      ['http/json', HTTP],
      ['grpc', HTTP],
    ],
    missing: async () => undefined,
    async prepare() {
      const folder = await mkdtemp(join(await installLocked(join(INTEROP, 'js')), 'interop-'));
      await copyFile(join(INTEROP, 'js', 'send.cjs'), join(folder, 'send.cjs'));
      return [process.execPath, join(folder, 'send.cjs')];
    },
  },
  {
    name: 'Python',
    version: () =>
      firstMatch(
        join(INTEROP, '..', 'process', 'hooks-python', 'fixtures', 'requirements-interop.txt'),
        /sdk==([\d.]+); python_version >=/,
      ),
    ways: [
      ['http/protobuf', [...HTTP, 'deflate']],
      ['http/json', HTTP],
      ['grpc', [...HTTP, 'deflate']],
    ],
    missing: async () => missingPython || undefined,
    prepare: async () => [await installPython('requirements-interop.txt'), join(INTEROP, 'python', 'send.py')],
  },
  {
    name: 'Go',
    version: () => firstMatch(join(INTEROP, 'go', 'go.mod'), /otel\/sdk v([\d.]+)/),
    ways: [
      ['http/protobuf', HTTP],
      ['grpc', HTTP],
    ],
    missing: () => tool.missing('go'),
    async prepare() {
      const program = join(INTEROP_CACHE, 'send-go');
      await tool.run('go', ['build', '-o', program, '.'], join(INTEROP, 'go'));
      return [program];
    },
  },
  {
    name: 'Java',
    version: () => firstMatch(join(INTEROP, 'java', 'pom.xml'), /opentelemetry-bom<\/artifactId>\s*<version>([\d.]+)/),
    ways: [
      ['http/protobuf', HTTP],
      ['grpc', HTTP],
    ],
    allow: { nameless: '<unspecified span name>' },
    missing: async () => (await tool.missing('javac')) ?? (await tool.missing('mvn')),
    async prepare() {
      const classes = join(INTEROP_CACHE, 'java');
      const list = join(INTEROP_CACHE, 'java-classpath');
      await mkdir(classes, { recursive: true });
      await tool.run(
        'mvn',
        ['-q', '-B', 'dependency:build-classpath', `-Dmdep.outputFile=${list}`],
        join(INTEROP, 'java'),
      );
      const path = (await readFile(list, 'utf8')).trim();
      const source = join(INTEROP, 'java', 'src', 'main', 'java', 'Send.java');
      await tool.run('javac', ['-encoding', 'UTF-8', '-cp', path, '-d', classes, source], INTEROP_CACHE);
      return ['java', '-cp', `${classes}${delimiter}${path}`, 'Send'];
    },
  },
  ...(['Ruby', 'PHP', '.NET'] as const).map((name): Sender => {
    const variable = `SPANLINE_INTEROP_${name.replace('.', '').toUpperCase()}`;
    return {
      name,
      version: async () => 'of the checkout',
      ways: [['http/protobuf', HTTP]],
      missing: async () =>
        process.env[variable]
          ? undefined
          : `${variable} names no command that sends the document by an SDK from source`,
      prepare: async () => (process.env[variable] ?? '').split(' '),
    };
  }),
];
