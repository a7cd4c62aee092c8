// Builds dist/, showing sizes or what went wrong.
import { join } from 'node:path';
import { Failure } from '../base/failure.mjs';
import { ROOT } from '../base/paths.ts';
import { run } from '../base/run.ts';
import { step } from '../base/step.mjs';

let building: Promise<void> | undefined;

/** Builds once in a process, however many ask for it. */
export function buildAll(): Promise<void> {
  building ??= bundle();
  return building;
}

async function bundle(): Promise<void> {
  const { code, output } = await step('building', () =>
    run(process.execPath, ['--disable-warning=ExperimentalWarning', join(ROOT, 'build.mjs')]),
  );
  if (code !== 0)
    throw new Failure(
      'the build failed',
      output,
      'correct what is named above; build.mjs holds the budgets and the layers of each bundle',
    );
  process.stdout.write(output);
}
