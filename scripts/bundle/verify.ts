// Holds a finished bundle against its rule: what may be in it, and how many bytes it may have.
import type { Metafile } from 'esbuild';

export interface BundleRule {
  readonly entry: string;
  /** Its file, from dist/. */
  readonly out: string;
  readonly budgetKb: number;
  /** Beginnings of inputs that must not be in it; "node:" closes Node's own modules. */
  readonly never?: readonly string[];
  /** Beginnings of inputs, of which each must have one. */
  readonly only?: readonly string[];
}

export interface VerifiedBundle {
  readonly line: string;
  readonly problems: readonly string[];
}

export function verifyBundle(rule: BundleRule, { inputs, outputs }: Metafile): VerifiedBundle {
  const files = Object.keys(inputs);
  const imports = Object.values(outputs).flatMap((output) => output.imports.map((item) => item.path));
  const named = [...files, ...imports];
  const bytes = Object.entries(outputs)
    .filter(([file]) => !file.endsWith('.map'))
    .reduce((sum, [, output]) => sum + output.bytes, 0);
  const kb = (bytes / 1000).toFixed(1);
  const problems = [
    ...(rule.never ?? []).flatMap((start) =>
      named.filter((name) => name.startsWith(start)).map((name) => `must not hold ${name}`),
    ),
    ...(rule.only === undefined
      ? []
      : files
          .filter((name) => !isUnder(name, rule.only ?? []))
          .map((name) => `holds ${name}, which is not one of ${rule.only}`)),
    ...(bytes > rule.budgetKb * 1000 ? [`has ${kb} KB, more than its ${rule.budgetKb} KB`] : []),
  ];
  return {
    line: `dist/${rule.out.padEnd(20)} ${kb.padStart(7)} KB of ${rule.budgetKb} KB`,
    problems: problems.map((problem) => `dist/${rule.out}: ${problem}`),
  };
}

function isUnder(name: string, starts: readonly string[]): boolean {
  return starts.some((start) => name.startsWith(start));
}
