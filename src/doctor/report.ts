// A diagnosis as text, to be pasted where others are asked for help: no secrets, and no more than what the view says.

import type { Diagnosis, FindingAction } from '../model/finding.ts';
import { maskSecrets } from './mask-secrets.ts';

/** `about`: what ran, a line each, such as versions and launches. */
export function formatReport({ findings, fine }: Diagnosis, about: readonly string[]): string {
  const sections = [
    ['Spanline: why do I see no spans?', ...about],
    findings.length === 0 ? ['Nothing wrong was found.'] : [],
    ...findings.map(({ severity, wrong, why, actions }) => [
      `${severity === 'problem' ? 'Problem' : 'Hint'}: ${wrong}`,
      why,
      ...actions.map(lineOf).filter((line) => line !== undefined),
    ]),
    fine.length === 0 ? [] : ['Looked for and not found:', ...fine.map((phrase) => `- ${phrase}`)],
  ];
  const text = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return maskSecrets(`${text.join('\n\n')}\n`);
}

function lineOf(action: FindingAction): string | undefined {
  switch (action.kind) {
    case 'reveal':
      return `at ${action.site.file}:${action.site.line}`;
    case 'copy':
      return `> ${action.text.replaceAll('\n', '\n> ')}`;
    case 'setting':
      return `setting ${action.setting}`;
    case 'command':
    case 'run-again':
      return undefined;
  }
}
