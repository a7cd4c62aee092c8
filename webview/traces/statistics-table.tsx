// Spans by service and name: how many, how failing, how long. A row leads to its traces.

import { formatDuration, groupDigits } from '../../src/model/format-duration.ts';
import { toLine } from '../../src/model/plain-text.ts';
import type { NameStatistics } from '../../src/protocol/store-api.ts';

export interface StatisticsTableProps {
  /** Undefined until they are there. */
  readonly rows: readonly NameStatistics[] | undefined;
  slotOf(service: string): number;
  /** Shows the traces of one row. */
  onChoose(query: string): void;
}

/** More are none that one reads. */
const MOST = 300;

const COLUMNS = ['Service', 'Name', 'Count', 'Errors', 'p50', 'p95', 'p99', 'Total'] as const;
const FIRST_NUMBER = 2;

export function StatisticsTable({ rows, slotOf, onChoose }: StatisticsTableProps) {
  if (rows === undefined) return <p class="statistics-note">Counting…</p>;
  if (rows.length === 0) return <p class="statistics-note">No span has ended yet.</p>;
  const longest = rows[0]?.total || 1;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="statistics" tabIndex={0} aria-label="Statistics by service and name">
      <table>
        <thead>
          <tr>
            {COLUMNS.map((title, index) => (
              <th key={title} scope="col" class={index < FIRST_NUMBER ? '' : 'number'}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST).map((row) => (
            <tr key={`${row.service} ${row.name}`}>
              <td class="statistics-service">
                <span class={`dot service-${slotOf(row.service)}`} /> {toLine(row.service, 80) || '(no service)'}
              </td>
              <td class="statistics-name">
                <button
                  type="button"
                  class="link"
                  title="Show the traces with such spans"
                  onClick={() => onChoose(row.query)}
                >
                  {row.name === undefined ? '(other names)' : toLine(row.name) || '(no name)'}
                </button>
              </td>
              <td class="number">{groupDigits(row.count)}</td>
              <td class={row.errors > 0 ? 'number has-errors' : 'number'}>
                {row.errors > 0 && groupDigits(row.errors)}
              </td>
              <td class="number">{formatDuration(row.p50)}</td>
              <td class="number">{formatDuration(row.p95)}</td>
              <td class="number">{formatDuration(row.p99)}</td>
              <td class="number total">
                <span class="total-bar" style={{ '--share': row.total / longest }} />
                {formatDuration(row.total)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST && <p class="statistics-note">{groupDigits(rows.length - MOST)} more took less time.</p>}
    </section>
  );
}
