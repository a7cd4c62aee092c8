// One launch as the doctor sees it: its configuration taken apart, and its project read from the disk.

import { stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, parse, relative } from 'node:path';
import { fixedPorts } from '../../../doctor/code/fixed-ports.ts';
import { isManifest } from '../../../doctor/code/telling-file.ts';
import type {
  CaptureFacts,
  EnvironmentSource,
  LaunchFacts,
  PackageFacts,
  RunAgainOffer,
  SourceFile,
  TracingFacts,
} from '../../../doctor/facts.ts';
import { declaredPackages, withDependencies } from '../../../doctor/project/declared-packages.ts';
import { type CaptureWish, parseCaptureWish } from '../../../launch/capture-wish.ts';
import { debugTypeOf } from '../../../launch/debug-type.ts';
import { directTraces } from '../../../launch/direct-traces.ts';
import {
  type Environment,
  type LaunchConfiguration,
  LEFT_PROPERTY,
  SESSION_PROPERTY,
  toEnvironment,
} from '../../../launch/launch-configuration.ts';
import { ownExport } from '../../../launch/otlp-environment.ts';
import { fromPairs } from '../../../launch/prepare-launch.ts';
import { readEnvFiles } from '../../services/env-files.ts';
import { portOwner } from '../../services/port-owner.ts';
import { installedForNode, installedForPython, upwards } from './installed-packages.ts';
import { READ_BOUNDS, readBounded, readSources } from './read-sources.ts';

export interface LaunchToJudge {
  readonly name: string;
  readonly configuration: LaunchConfiguration;
  /** The folder of the workspace that it belongs to: nothing outside of it is read, but for envFiles and site-packages. */
  readonly root: string;
  readonly output: readonly string[];
  readonly inherited: Environment;
  readonly tracing?: TracingFacts | undefined;
}

/** More ports than these are not asked after. */
const MAX_PORTS = 4;

export async function gatherLaunch(launch: LaunchToJudge, signal: AbortSignal): Promise<LaunchFacts> {
  const { configuration, root } = launch;
  const environment = await environmentOf(launch);
  const program = textOf(configuration.program);
  const runtime = debugTypeOf(configuration.type).hook;
  const folder = await projectFolder(program, textOf(configuration.cwd), root);
  const read = await readSources(folder, signal);
  const sources = await withProgram(read.sources, program, root);
  const launchFile = join(root, '.vscode', 'launch.json');
  const launchText = await readBounded(launchFile, READ_BOUNDS.fileBytes);
  const ports = await Promise.all(fixedPorts(sources).slice(0, MAX_PORTS).map(portOwner));
  signal.throwIfAborted();
  return {
    name: launch.name,
    type: configuration.type,
    capture: captureOf(configuration, environment),
    runtime,
    environment,
    command: commandOf(configuration),
    program,
    hasSimplePort: Boolean(configuration.attachSimplePort),
    launchFile: launchText === undefined ? undefined : { file: launchFile, text: launchText },
    folder,
    packages: await packagesOf(runtime, configuration, folder, root, sources),
    sources,
    isPartial: read.isPartial,
    output: launch.output,
    ports,
    tracing: launch.tracing,
  };
}

async function environmentOf({ configuration, inherited }: LaunchToJudge): Promise<readonly EnvironmentSource[]> {
  const isPairs = debugTypeOf(configuration.type).environment === 'environment';
  const own = isPairs ? fromPairs(configuration.environment) : toEnvironment(configuration.env);
  const files = await readEnvFiles(configuration);
  return [
    { from: 'configuration', file: undefined, variables: own },
    ...files.toReversed().map((file): EnvironmentSource => ({ from: 'envFile', file, variables: file.variables })),
    { from: 'inherited', file: undefined, variables: inherited },
  ];
}

function captureOf(configuration: LaunchConfiguration, environment: readonly EnvironmentSource[]): CaptureFacts {
  if (configuration.spanline === false) return { kind: 'opted-out' };
  if (typeof configuration[SESSION_PROPERTY] === 'string') return { kind: 'captured' };
  if (configuration.request === 'attach') return { kind: 'attached' };
  if (debugTypeOf(configuration.type).environment === undefined) return { kind: 'unreachable' };
  const effective: Environment = Object.assign({}, ...environment.toReversed().map(({ variables }) => variables));
  const wish = parseCaptureWish(configuration.spanline);
  if (!wish.ok) return { kind: 'misconfigured', why: wish.error };
  const variable = ownExport(effective);
  if (variable === undefined) return { kind: 'left' };
  return { kind: 'elsewhere', variable, again: runAgainOffer(configuration, effective, wish.value) };
}

function runAgainOffer(
  configuration: LaunchConfiguration,
  environment: Environment,
  wish: CaptureWish,
): RunAgainOffer | undefined {
  const session = configuration[LEFT_PROPERTY];
  // Where it would be received changes nothing of what is offered.
  const direction = directTraces(environment, wish, { port: 0, session: '' });
  return typeof session === 'string' && direction.kind === 'elsewhere' && direction.offers.length > 0
    ? { session, offers: direction.offers }
    : undefined;
}

function commandOf(configuration: LaunchConfiguration): readonly string[] {
  const { runtimeExecutable, runtimeArgs, program, module, command, args } = configuration;
  return [runtimeExecutable, runtimeArgs, program, module === undefined ? [] : ['-m', module], command, args]
    .flat(2)
    .filter((word) => typeof word === 'string');
}

/** The program counts wherever it lies, unless it is what was built of a file that was read. */
async function withProgram(
  sources: readonly SourceFile[],
  program: string | undefined,
  root: string,
): Promise<readonly SourceFile[]> {
  if (program === undefined || !isWithin(program, root) || !/\.(?:[cm]?[jt]sx?|py)$/.test(program)) return sources;
  const stem = parse(program).name;
  if (sources.some(({ file }) => parse(file).name === stem)) return sources;
  const text = await readBounded(program, READ_BOUNDS.fileBytes);
  return text === undefined ? sources : [...sources, { file: program, text }];
}

/** The nearest folder with a manifest, from the program upwards. */
async function projectFolder(program: string | undefined, cwd: string | undefined, root: string): Promise<string> {
  const start = [program === undefined ? undefined : dirname(program), cwd].find(
    (folder) => folder !== undefined && isWithin(folder, root),
  );
  if (start === undefined) return root;
  for (const folder of upwards(start, root)) {
    const found = await Promise.all(
      ['package.json', 'pyproject.toml', 'requirements.txt', 'Pipfile', 'setup.py'].map((name) =>
        stat(join(folder, name)).then(
          () => true,
          () => false,
        ),
      ),
    );
    if (found.includes(true)) return folder;
  }
  return start;
}

async function packagesOf(
  runtime: 'node' | 'python' | undefined,
  configuration: LaunchConfiguration,
  folder: string,
  root: string,
  sources: readonly SourceFile[],
): Promise<PackageFacts> {
  const isOfNode = (name: string) => name === 'package.json';
  const manifests = sources.filter(({ file }) => {
    const name = basename(file);
    return isManifest(name) && isOfNode(name) === (runtime === 'node');
  });
  const interpreter = [configuration.python, configuration.pythonPath]
    .flat()
    .map(textOf)
    .find((path) => path !== undefined && isAbsolute(path));
  return {
    installed:
      runtime === 'node'
        ? await installedForNode(folder, root)
        : runtime === 'python'
          ? await installedForPython(interpreter, folder, root)
          : undefined,
    declared: withDependencies(manifests.flatMap(declaredPackages)),
    manifests: manifests.map(({ file }) => file),
  };
}

function isWithin(folder: string, root: string): boolean {
  const path = relative(root, folder);
  return path === '' || (!path.startsWith('..') && !isAbsolute(path));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
