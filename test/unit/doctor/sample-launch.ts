/** A launch that nothing is wrong with, and facts around it; each test changes what it is about. */
import { diagnose } from '../../../src/doctor/diagnose.ts';
import type { DoctorFacts, LaunchFacts, SourceFile } from '../../../src/doctor/facts.ts';
import type { Finding } from '../../../src/model/finding.ts';

const NODE_PACKAGES: ReadonlySet<string> = new Set(['@opentelemetry/api', '@opentelemetry/sdk-node']);

export const SERVER: SourceFile = { file: '/ws/server.js', text: "require('./tracing');\n" };
export const TRACING: SourceFile = { file: '/ws/tracing.js', text: 'new NodeSDK({}).start();\n' };

export function launchWith(change: Partial<LaunchFacts> = {}): LaunchFacts {
  return {
    name: 'shop',
    type: 'pwa-node',
    capture: { kind: 'captured' },
    runtime: 'node',
    environment: [],
    command: ['/ws/server.js'],
    program: '/ws/server.js',
    hasSimplePort: false,
    launchFile: undefined,
    folder: '/ws',
    packages: { installed: NODE_PACKAGES, declared: NODE_PACKAGES, manifests: ['/ws/package.json'] },
    sources: [SERVER, TRACING],
    isPartial: false,
    output: [],
    ports: [],
    tracing: undefined,
    ...change,
  };
}

export function factsWith(launches: readonly LaunchFacts[], change: Partial<DoctorFacts> = {}): DoctorFacts {
  return {
    platform: 'linux',
    isTrusted: true,
    isEnabled: true,
    failure: undefined,
    port: 4999,
    receiver: undefined,
    isAutoInstrumentOff: false,
    isAttachOff: false,
    terminals: { kind: 'off', isUsed: false },
    launches,
    ...change,
  };
}

export function findingsOf(launch: Partial<LaunchFacts>, change: Partial<DoctorFacts> = {}): readonly Finding[] {
  return diagnose(factsWith([launchWith(launch)], change)).findings;
}

export function wrongsOf(launch: Partial<LaunchFacts>, change: Partial<DoctorFacts> = {}): readonly string[] {
  return findingsOf(launch, change).map(({ wrong }) => wrong);
}

/** A program of Python with these packages installed. */
export function pythonWith(packages: readonly string[], change: Partial<LaunchFacts> = {}): Partial<LaunchFacts> {
  return {
    type: 'debugpy',
    runtime: 'python',
    packages: { installed: new Set(packages), declared: new Set(), manifests: [] },
    sources: [],
    ...change,
  };
}
