// Node programs without an SDK: the API alone makes spans that nobody keeps.

import type { FindingAction } from '../../model/finding.ts';
import { checkLaunches, type Found } from '../check.ts';
import type { DoctorFacts, PackageFacts } from '../facts.ts';
import { listFiles, OTHER_TRACERS } from '../project/declared-packages.ts';

const SDK = /^@opentelemetry\/(?:sdk-node|sdk-trace(?:-\w+)?|auto-instrumentations-node)$/;
const API = '@opentelemetry/api';
const INSTALL = 'npm install @opentelemetry/sdk-node @opentelemetry/auto-instrumentations-node';

export const nodeSdk = checkLaunches('node-sdk', 'A Node program without an OpenTelemetry SDK', (launch, facts) => {
  const { packages, runtime, name } = launch;
  if (runtime !== 'node' || hasSdk(packages)) return [];
  // Nothing is known of its packages.
  if (packages.installed === undefined && packages.manifests.length === 0) return [];
  const hasApi = packages.installed?.has(API) || packages.declared.has(API);
  if (hasApi)
    return [
      withoutSdk(
        `“${name}” has @opentelemetry/api, and no SDK.`,
        'The API by itself makes spans that are thrown away: an SDK keeps and exports them.',
        facts,
      ),
    ];
  const manifests = listFiles(packages.manifests);
  return [
    withoutSdk(
      `“${name}” has no OpenTelemetry of its own.`,
      `Neither an SDK nor the API is ${manifests === '' ? 'among its packages' : `in ${manifests}`}: the program makes no spans by itself.`,
      facts,
    ),
  ];
});

export function hasSdk({ installed, declared }: PackageFacts): boolean {
  return [...(installed ?? []), ...declared].some((name) => SDK.test(name) || OTHER_TRACERS.includes(name));
}

function withoutSdk(wrong: string, why: string, { isAutoInstrumentOff }: DoctorFacts): Found {
  const copy: FindingAction = { kind: 'copy', label: 'Copy Install Command', text: INSTALL };
  const setting: FindingAction = {
    kind: 'setting',
    label: 'Open Setting',
    setting: 'spanline.capture.autoInstrument',
  };
  return isAutoInstrumentOff
    ? {
        severity: 'problem',
        wrong,
        why: `${why} Spanline can bring one for the time of a run: a setting turns that off.`,
        actions: [setting, copy],
      }
    : {
        severity: 'hint',
        wrong,
        why: `${why} With the setting spanline.capture.autoInstrument Spanline brings one for the time of the run, which traces servers, clients and databases when they are used.`,
        actions: [copy, setting],
      };
}
