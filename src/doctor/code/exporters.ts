// The exporters of traces that source text makes, and the endpoint that each is given there.

import type { SourceFile } from '../facts.ts';
import { blankComments } from './blank-comments.ts';
import { type Piece, readArguments, readNamed } from './read-arguments.ts';

export interface MadeExporter {
  readonly file: string;
  /** With comments blanked. */
  readonly text: string;
  readonly language: 'javascript' | 'python';
  /** As the code has it, and what it says where that is written out. */
  readonly endpoint: { readonly offset: number; readonly code: string; readonly literal: string | undefined };
}

const JAVASCRIPT_CALL = /\bnew\s+(?:[\w$]+\.)*OTLPTraceExporter\s*\(/g;
const PYTHON_CALL = /(?<!class\s+)\bOTLPSpanExporter\s*\(/g;
/** What heeds the variable that capture sets is no endpoint of its own. */
const HEEDS_OURS = /OTEL_EXPORTER_OTLP_TRACES_ENDPOINT/;
const LITERAL = /(["'`])([^"'`\s]+[:.][^"'`\s]*)\1/;

/** Only those that are given an endpoint. */
export function exportersWithEndpoint({ file, text: written }: SourceFile): readonly MadeExporter[] {
  const text = blankComments(file, written);
  const isPython = file.endsWith('.py');
  return [...text.matchAll(isPython ? PYTHON_CALL : JAVASCRIPT_CALL)].flatMap((call): MadeExporter[] => {
    const open = call.index + call[0].length - 1;
    const given = isPython ? pythonEndpoint(text, open) : javascriptEndpoint(text, open);
    if (given === undefined) return [];
    const value = followName(text, given.text, isPython);
    if (HEEDS_OURS.test(value) || /^(?:undefined|None|null)$/.test(value)) return [];
    return [
      {
        file,
        text,
        language: isPython ? 'python' : 'javascript',
        endpoint: { offset: given.offset, code: given.text, literal: LITERAL.exec(value)?.[2] },
      },
    ];
  });
}

function javascriptEndpoint(text: string, open: number): Piece | undefined {
  const [options] = readArguments(text, open);
  return options?.text.startsWith('{') ? readNamed(readArguments(text, options.offset), 'url') : undefined;
}

function pythonEndpoint(text: string, open: number): Piece | undefined {
  const pieces = readArguments(text, open);
  const named = readNamed(pieces, 'endpoint');
  const [first] = pieces;
  // Its first parameter is the endpoint.
  return named ?? (first !== undefined && !/^(?:\w+\s*=|\*)/.test(first.text) ? first : undefined);
}

/** What a name stands for, where the same file says so. */
function followName(text: string, code: string, isPython: boolean): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(code)) return code;
  const name = code.replaceAll('$', '\\$');
  const assignment = isPython
    ? new RegExp(`^[ \\t]*${name}[ \\t]*(?::[^=\\n]+)?=(?!=)[ \\t]*([^\\n]+)`, 'm')
    : new RegExp(`\\b(?:const|let|var)\\s+${name}\\s*(?::[^=\\n]+)?=\\s*([^;\\n]+)`);
  return assignment.exec(text)?.[1] ?? code;
}
