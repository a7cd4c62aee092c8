// The fields of the filter language that are no attributes, and what may be asked of each.

import { SPAN_KINDS, STATUS_CODES } from '../../../model/span.ts';
import type { Term } from './filter.ts';
import { plainText } from './pattern.ts';

export interface Field {
  /** What it asks, as a phrase for completion. */
  readonly about: string;
  /** A text with stars, one of `values`, a span of time with its unit, or a number. */
  readonly takes: 'text' | 'choice' | 'duration' | 'number';
  readonly values?: readonly string[];
}

export const FIELDS: Readonly<Record<string, Field>> = {
  service: { about: 'name of the service', takes: 'text' },
  name: { about: 'name of the span', takes: 'text' },
  status: { about: 'status of the span', takes: 'choice', values: STATUS_CODES },
  kind: { about: 'kind of the span', takes: 'choice', values: SPAN_KINDS },
  duration: { about: 'duration of the span without pauses of a debugger', takes: 'duration' },
  has: { about: 'what the span has', takes: 'choice', values: ['logs', 'events', 'links', 'exception', 'site'] },
  is: { about: 'what the span is', takes: 'choice', values: ['root', 'open', 'cut-off'] },
  event: { about: 'name of an event of the span', takes: 'text' },
  scope: { about: 'name of the instrumentation scope', takes: 'text' },
  trace: { about: 'trace id', takes: 'text' },
  span: { about: 'span id', takes: 'text' },
  'trace.duration': { about: 'duration of the trace without pauses of a debugger', takes: 'duration' },
  'trace.spans': { about: 'number of spans of the trace', takes: 'number' },
  'trace.errors': { about: 'number of errors of the trace', takes: 'number' },
};

/** Before the key of an attribute: whose it is. */
export const OWNERS = ['span.', 'resource.', 'scope.'] as const;

const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** Nanoseconds of "50ms"; undefined where that is none. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([a-zµμ]+)$/.exec(text) ?? [];
  const factor = UNITS[unit];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}

export function parseNumber(text: string): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

export function fieldOf(key: string): Field | undefined {
  return Object.hasOwn(FIELDS, key) ? FIELDS[key] : undefined;
}

export interface WrongTerm {
  /** A sentence. */
  readonly message: string;
  readonly part: 'key' | 'value';
}

export function checkTerm({ key, operator, value }: Term): WrongTerm | undefined {
  const field = fieldOf(key);
  const isOrder = operator !== '=' && operator !== '!=';
  const wrong = (message: string): WrongTerm => ({ message, part: 'value' });
  switch (field?.takes) {
    case 'text':
      return isOrder ? wrong(`“${key}” is a text: “${operator}” cannot be asked of it.`) : undefined;
    case 'choice':
      if (isOrder || !field.values?.includes(plainText(value).toLowerCase()))
        return wrong(`“${key}” takes ${listOf(field.values ?? [])}.`);
      return undefined;
    case 'duration':
      if (parseDuration(value) === undefined) return wrong('Write a time with its unit: 50ms, 1.5s, 2m.');
      return isOrder ? undefined : wrong('Write > or < before a time.');
    case 'number':
      return parseNumber(value) === undefined ? wrong(`“${key}” takes a number.`) : undefined;
    case undefined:
      return isOrder && parseNumber(value) === undefined ? wrong(`“${operator}” takes a number.`) : undefined;
  }
}

function listOf(values: readonly string[]): string {
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}
