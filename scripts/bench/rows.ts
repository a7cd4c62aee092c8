// The rows that benches print, a JSON object a line among other output, and the table of them all.
export interface Row {
  readonly goal: string;
  readonly what: string;
  readonly ratio: number;
  readonly unit: string;
  readonly target: string;
}

export function parseRows(output: string): readonly Row[] {
  return output.split('\n').flatMap((line) => {
    const row = line.startsWith('{') ? parseRow(line) : undefined;
    return row === undefined ? [] : [row];
  });
}

function parseRow(line: string): Row | undefined {
  try {
    const { goal, what, ratio, unit, target } = JSON.parse(line);
    if (typeof what !== 'string' || typeof ratio !== 'number') return undefined;
    return { goal: String(goal ?? ''), what, ratio, unit: String(unit ?? ''), target: String(target ?? '') };
  } catch {
    return undefined;
  }
}

export function formatTable(rows: readonly Row[]): string {
  const lines = [['goal', 'what', 'ratio', 'target', ''], ...rows.map(toCells)];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function toCells({ goal, what, ratio, unit, target }: Row): readonly string[] {
  return [goal, what, `${ratio} ${unit}`.trim(), target, judge(ratio, target)];
}

/** A target such as ">= 25" is judged; any other text is only shown. */
function judge(ratio: number, target: string): string {
  const [, sign, bound] = /^\s*(<=|>=|<|>)\s*(-?[\d.]+)/.exec(target) ?? [];
  if (sign === undefined) return '';
  const limit = Number(bound);
  const isMet = { '<=': ratio <= limit, '>=': ratio >= limit, '<': ratio < limit, '>': ratio > limit }[sign];
  return isMet ? 'met' : 'MISSED';
}
