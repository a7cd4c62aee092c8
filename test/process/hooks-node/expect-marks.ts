/** Compares the spans of a program with the marks in its source. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { Mark } from './marks.ts';
import type { ReceivedSpan } from './otlp-socket.ts';

export interface Place {
  readonly file: unknown;
  readonly line: unknown;
  readonly column: unknown;
  readonly functionName: unknown;
  readonly origin: unknown;
  readonly mapped: unknown;
}

export function placeOf(span: ReceivedSpan): Place {
  const { attributes } = span;
  return {
    file: attributes['code.file.path'],
    line: attributes['code.line.number'],
    column: attributes['code.column.number'],
    functionName: attributes['code.function.name'],
    origin: attributes['spanline.code.origin'],
    mapped: attributes['spanline.code.mapped'],
  };
}

/** Spans of instrumentations are marked by what they are: their names are the method of the request. */
export function keyOf({ name, kind, scope }: ReceivedSpan): string {
  if (kind === 2 && scope.includes('instrumentation-http')) return 'server';
  if (scope.includes('undici')) return 'fetch';
  if (scope.includes('instrumentation-http')) return 'http.get';
  return name;
}

/** As the editor does with positions that are not mapped yet. */
export function mapPlace(place: Place, generated: string): Place {
  const code = readFileSync(generated, 'utf8');
  const url = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(code)?.[1];
  if (url === undefined) return place;
  assert.equal(place.file, generated);
  const inline = /^data:.*;base64,(.*)$/.exec(url)?.[1];
  const text = inline === undefined ? readFileSync(resolve(dirname(generated), url), 'utf8') : atob(inline);
  const found = originalPositionFor(new TraceMap(text), { line: Number(place.line), column: Number(place.column) - 1 });
  if (found.source === null) return place;
  return { ...place, file: resolve(dirname(generated), found.source), line: found.line, column: found.column + 1 };
}

export function assertPlace(key: string, place: Place, file: string, mark: Mark): void {
  assert.equal(place.file, file, `${key}: file`);
  assert.equal(place.line, mark.line, `${key}: line`);
  const call = mark.text.search(/start(?:Active)?Span\(/);
  // The column of a call is that of the method's name.
  if (call >= 0) assert.equal(place.column, call + 1, `${key}: column`);
}
