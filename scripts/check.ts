// npm run check: types, style, unused code and layers; with --fix it formats and corrects what it can.
import { readArguments } from './base/arguments.ts';
import { Failure, main } from './base/failure.mjs';
import { nodeTool } from './base/node-tool.ts';
import { findLayerProblems } from './rules/layers.ts';
import { findOpeningProblems } from './rules/openings.ts';

interface Check {
  readonly name: string;
  /** What is wrong; empty when nothing is. */
  readonly find: () => Promise<string>;
}

await main(async () => {
  const { values } = readArguments({ fix: { type: 'boolean', default: false } }, 'npm run check [-- --fix]');
  const checks: readonly Check[] = [
    { name: 'types', find: () => tool('typescript/bin/tsc', ['-b', '--pretty', 'false']) },
    {
      name: 'style',
      find: () =>
        tool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', ...(values.fix ? ['--write'] : [])]),
    },
    { name: 'unused', find: () => tool('knip/bin/knip.js', ['--no-progress']) },
    { name: 'layers', find: async () => (await findLayerProblems()).join('\n') },
    { name: 'openings', find: async () => (await findOpeningProblems()).join('\n') },
  ];
  const failures: string[] = [];
  for (const { name, find } of checks) {
    const start = performance.now();
    const wrong = await find();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    process.stdout.write(`${name.padEnd(10)} ${wrong === '' ? 'ok' : 'FAILED'} (${seconds} s)\n`);
    if (wrong !== '') failures.push(`--- ${name}\n${wrong.trim()}`);
  }
  if (failures.length > 0)
    throw new Failure(
      `${failures.length} of ${checks.length} checks failed`,
      failures.join('\n\n'),
      'correct them; "npm run check -- --fix" formats',
    );
});

async function tool(entry: string, args: readonly string[]): Promise<string> {
  const { code, output } = await nodeTool(entry, args);
  return code === 0 ? '' : output || `it ended with code ${code}`;
}
