// Why there are no spans: what was found, each with what helps, and what was looked for.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Finding } from '../../src/model/finding.ts';
import type { DoctorHint, DoctorWish } from '../../src/protocol/editor-api.ts';

export interface DoctorFindingsProps {
  readonly hint: DoctorHint;
  readonly hasTraces: boolean;
  onDoctor(wish: DoctorWish): void;
}

export function DoctorFindings({ hint, hasTraces, onDoctor }: DoctorFindingsProps) {
  const { findings, fine, isAsked, isLooking } = hint;
  const heading = useRef<HTMLHeadingElement>(null);
  const [copied, setCopied] = useState('');
  // Whoever asked is taken to the answer; what comes unasked takes no focus.
  useEffect(() => {
    if (isAsked) heading.current?.focus();
  }, [isAsked]);
  const copy = (what: string, wish: DoctorWish) => {
    onDoctor(wish);
    setCopied(`${what} is copied.`);
  };
  return (
    <section class="empty doctor" aria-labelledby="doctor-title">
      <h2 id="doctor-title" class="empty-title" tabIndex={-1} ref={heading}>
        Why are there no spans?
      </h2>
      <p role="status">{isLooking ? 'Looking for what keeps them away…' : summaryOf(findings)}</p>
      <ul class="findings">
        {findings.map((finding) => (
          <li key={finding.id} class={`finding ${finding.severity}`}>
            <h3>
              <span class="kind">{finding.severity === 'problem' ? 'Problem' : 'Hint'}</span> {finding.wrong}
            </h3>
            <p>{finding.why}</p>
            <FindingActions finding={finding} onDoctor={onDoctor} onCopy={copy} />
          </li>
        ))}
      </ul>
      {fine.length > 0 && (
        <details>
          <summary>Looked for and not found</summary>
          <ul>
            {fine.map((phrase) => (
              <li key={phrase}>{phrase}</li>
            ))}
          </ul>
        </details>
      )}
      <p class="finding-actions">
        {!isLooking && (
          <>
            <button type="button" class="secondary" onClick={() => onDoctor({ kind: 'look' })}>
              Look Again
            </button>
            <button type="button" class="secondary" onClick={() => copy('The report', { kind: 'copy-report' })}>
              Copy Report
            </button>
          </>
        )}
        {isAsked && (
          <button type="button" class="secondary" onClick={() => onDoctor({ kind: 'close' })}>
            {hasTraces ? 'Back to the Traces' : 'Close'}
          </button>
        )}
        <span role="status" class="copied">
          {copied}
        </span>
      </p>
    </section>
  );
}

interface FindingActionsProps {
  readonly finding: Finding;
  onDoctor(wish: DoctorWish): void;
  onCopy(what: string, wish: DoctorWish): void;
}

function FindingActions({ finding: { id, actions }, onDoctor, onCopy }: FindingActionsProps) {
  const line = actions.find((action) => action.kind === 'copy')?.text;
  return (
    <>
      {line !== undefined && <pre class="line-to-copy">{line}</pre>}
      {actions.length > 0 && (
        <p class="finding-actions">
          {actions.map((action, index) => {
            const wish: DoctorWish = { kind: 'act', finding: id, action: index };
            return (
              <button
                key={action.label}
                type="button"
                class="secondary"
                onClick={() => (action.kind === 'copy' ? onCopy('The text', wish) : onDoctor(wish))}
              >
                {action.label}
              </button>
            );
          })}
        </p>
      )}
    </>
  );
}

function summaryOf(findings: readonly Finding[]): string {
  if (findings.length === 0)
    return 'Nothing wrong was found. Perhaps the program has not come to what makes a span yet.';
  const problems = findings.filter(({ severity }) => severity === 'problem').length;
  const hints = findings.length - problems;
  const parts = [
    problems > 0 ? `${problems} ${problems === 1 ? 'problem' : 'problems'}` : undefined,
    hints > 0 ? `${hints} ${hints === 1 ? 'hint' : 'hints'}` : undefined,
  ].filter((part) => part !== undefined);
  return `Found: ${parts.join(' and ')}.`;
}
