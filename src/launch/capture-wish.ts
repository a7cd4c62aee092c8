// What a launch configuration says to Spanline in its property `spanline`: false, or an object of options.

import { fail, ok, type Result } from '../base/result.ts';
import type { RunAgain } from '../model/run-again.ts';

/**
 * `usual`: a program that exports elsewhere is left alone. `override`: its traces come here instead. `forward`: they come here
 * and are passed on to where they went.
 */
export type CaptureWish = 'usual' | RunAgain;

const OPTIONS = ['override', 'forward'] as const;

/** Of what is not `false`, with which there is nothing to wish. An error is a sentence for the user. */
export function parseCaptureWish(value: unknown): Result<CaptureWish> {
  if (value === undefined || value === true) return ok('usual');
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return fail(`“spanline” is ${JSON.stringify(value)}; it may be false, or an object such as { "forward": true }.`);
  for (const [key, option] of Object.entries(value)) {
    if (!OPTIONS.some((known) => known === key))
      return fail(`“spanline” has no option “${key}”; it has ${OPTIONS.map((name) => `“${name}”`).join(' and ')}.`);
    if (typeof option !== 'boolean')
      return fail(`“${key}” in “spanline” is ${JSON.stringify(option)}; it may be true or false.`);
  }
  if ('forward' in value && value.forward === true) return ok('forward');
  return ok('override' in value && value.override === true ? 'override' : 'usual');
}
