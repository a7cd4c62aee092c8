// What a program lacks to be traced, as its hook has told it.

import type { PythonNeed } from '../../../launch/python-packages.ts';
import type { PythonReport } from '../../../launch/python-report.ts';
import type { Services } from '../../services/services.ts';

export type Lack = Extract<PythonReport, { readonly state: 'lacking' }>;

/** What installing it takes. */
export type Needs = Pick<
  Services,
  'log' | 'settings' | 'hookFolder' | 'pythonReports' | 'pythonPackages' | 'extension'
>;

/** One question a workspace for each. */
export function keyOf({ python, api, executable }: Lack): string {
  return [python, api ?? '', executable].join('|');
}

/** "Python 3.11" */
export function pythonOf({ python }: PythonNeed): string {
  return python.replace(/^cpython-/, 'Python ').replace('-', ' ');
}
