// The checks, in the order in which their findings are shown, and what they say together.

import type { Diagnosis, Finding } from '../model/finding.ts';
import type { Check } from './check.ts';
import { attached } from './checks/attached.ts';
import { captureState } from './checks/capture-state.ts';
import { container } from './checks/container.ts';
import { endpointInCode } from './checks/endpoint-in-code.ts';
import { exportsElsewhere } from './checks/exports-elsewhere.ts';
import { hookLost } from './checks/hook-lost.ts';
import { instrumentFlags } from './checks/instrument-flags.ts';
import { nodeSdk } from './checks/node-sdk.ts';
import { optedOut } from './checks/opted-out.ts';
import { outputErrors } from './checks/output-errors.ts';
import { portOwner } from './checks/port-owner.ts';
import { pythonPackages } from './checks/python-packages.ts';
import { sampling } from './checks/sampling.ts';
import { setUpNotLoaded } from './checks/set-up-not-loaded.ts';
import type { DoctorFacts } from './facts.ts';
import { maskSecrets } from './mask-secrets.ts';

const CHECKS: readonly Check[] = [
  captureState,
  optedOut,
  exportsElsewhere,
  attached,
  container,
  instrumentFlags,
  hookLost,
  nodeSdk,
  setUpNotLoaded,
  pythonPackages,
  endpointInCode,
  portOwner,
  sampling,
  outputErrors,
];

/** More of one kind say no more. */
const MAX_OF_A_CHECK = 5;

export function diagnose(facts: DoctorFacts): Diagnosis {
  const found = CHECKS.map((check) => ({ check, findings: findingsOf(check, facts) }));
  const findings = found.flatMap((item) => item.findings);
  return {
    findings: [
      ...findings.filter(({ severity }) => severity === 'problem'),
      ...findings.filter(({ severity }) => severity === 'hint'),
    ],
    fine: found.filter((item) => item.findings.length === 0).map(({ check }) => check.looksFor),
  };
}

function findingsOf(check: Check, facts: DoctorFacts): readonly Finding[] {
  const seen = new Set<string>();
  return check
    .find(facts)
    .map((found) => ({ ...found, wrong: maskSecrets(found.wrong), why: maskSecrets(found.why) }))
    .filter(({ wrong }) => !seen.has(wrong) && seen.add(wrong))
    .slice(0, MAX_OF_A_CHECK)
    .map((found, index) => ({ id: `${check.id}-${index}`, ...found }));
}
