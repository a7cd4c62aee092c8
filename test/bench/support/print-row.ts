// One row of the table that npm run bench shows: a JSON object on a line of its own.
export interface BenchRow {
  readonly goal: string;
  readonly what: string;
  readonly ratio: number;
  readonly unit: string;
  /** e.g. ">= 25", which the table judges; anything else is only shown. */
  readonly target: string;
}

/** Three significant digits: no figure here is good for more. */
export function printRow(row: BenchRow): void {
  process.stdout.write(`${JSON.stringify({ ...row, ratio: Number(row.ratio.toPrecision(3)) })}\n`);
}

/** What a watcher may want to know while it runs, beside the rows. */
export function printProgress(text: string): void {
  process.stderr.write(`${text}\n`);
}
