// What the hook tells of a Python program that has no tracing of its own. It was written by a program: only its form is trusted.

import type { PythonNeed } from './python-packages.ts';

export type PythonReport =
  /** Packages, to trace the library of `module`; `executable` is the program's interpreter. */
  | (PythonNeed & { readonly state: 'lacking'; readonly module: string; readonly executable: string })
  | { readonly state: 'traced' }
  | { readonly state: 'failed'; readonly reason: string };

/** Characters of what is shown. */
const MAX_TEXT = 300;
const PYTHON = /^[a-z][a-z0-9_]{0,20}-3\.\d{1,3}$/;
const VERSION = /^[\w.+!-]{1,40}$/;

/** Undefined for anything else. */
export function parsePythonReport(text: string): PythonReport | undefined {
  const { state, python, api, module, executable, reason } = parseObject(text);
  switch (state) {
    case 'traced':
      return { state };
    case 'failed':
      return isText(reason) ? { state, reason: reason.slice(0, MAX_TEXT) } : undefined;
    case 'lacking': {
      const isKnown = isText(python) && PYTHON.test(python) && (api === null || (isText(api) && VERSION.test(api)));
      if (!isKnown || !isText(module) || !isText(executable)) return undefined;
      return { state, python, api, module: module.slice(0, MAX_TEXT), executable };
    }
    default:
      return undefined;
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
