// Random filters that the language can say, over a small world so that many of them find something.

import fc from 'fast-check';
import type { Filter, Term } from '../../../../src/store/query/filter/filter.ts';

/** As the language keeps them: one backslash never stands alone. */
const anyPattern = fc
  .array(fc.constantFrom('a', 'b', 'GET', ' ', '*', '\\*', '\\\\', '"', '(', ':', '-', '>', '/', 'é', '5'), {
    minLength: 0,
    maxLength: 5,
  })
  .map((parts) => parts.join(''));

const anyTerm: fc.Arbitrary<Term> = fc.oneof(
  termOf(
    fc.constantFrom('service', 'name', 'scope', 'event', 'trace', 'span'),
    fc.constantFrom('=', '!='),
    fc.oneof(anyPattern, fc.constantFrom('cart', 's*', 'GET /*', '*')),
  ),
  termOf(fc.constant('status'), fc.constantFrom('=', '!='), fc.constantFrom('ok', 'error', 'unset')),
  termOf(fc.constant('kind'), fc.constantFrom('=', '!='), fc.constantFrom('internal', 'server', 'client')),
  termOf(
    fc.constant('has'),
    fc.constantFrom('=', '!='),
    fc.constantFrom('logs', 'events', 'links', 'exception', 'site'),
  ),
  termOf(fc.constant('is'), fc.constantFrom('=', '!='), fc.constantFrom('root', 'open', 'cut-off')),
  termOf(
    fc.constantFrom('duration', 'trace.duration'),
    fc.constantFrom('>', '>=', '<', '<='),
    fc.constantFrom('2us', '5us', '0.004ms', '1s'),
  ),
  termOf(
    fc.constantFrom('trace.spans', 'trace.errors'),
    fc.constantFrom('>', '<=', '=', '!='),
    fc.constantFrom('0', '1', '2', '4'),
  ),
  termOf(
    fc.constantFrom(
      'http.route',
      'retries',
      'resource.service.name',
      'span.service.name',
      'service.name',
      'resource.host.name',
      'host.name',
      'scope.version',
      'span.cached',
      'my key',
      'a:b',
    ),
    fc.constantFrom('=', '!='),
    fc.oneof(anyPattern, fc.constantFrom('/cart/*', '3', '3.0', 'true', 'alpha', '1.0', 'ca*', '*')),
  ),
  termOf(
    fc.constantFrom('retries', 'http.route'),
    fc.constantFrom('>', '>=', '<', '<='),
    fc.constantFrom('2', '3', '-1', '2.5'),
  ),
);

const anyText: fc.Arbitrary<Filter> = fc
  .oneof(anyPattern, fc.constantFrom('get', 'and', 'or', 'not', 'cart', 'pay'))
  .map((text) => ({ kind: 'text', text }));

export const anyFilter: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Filter>({ kind: 'all' }) },
  { weight: 30, arbitrary: anyPart(3) },
);

/** Of parts that are of the same kind as the whole, too: those are printed in parentheses. */
function anyPart(depth: number): fc.Arbitrary<Filter> {
  const leaf = fc.oneof<fc.Arbitrary<Filter>[]>(anyTerm, anyTerm, anyTerm, anyText);
  if (depth === 0) return leaf;
  const part = anyPart(depth - 1);
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: part.map((inner): Filter => ({ kind: 'not', part: inner })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(part, { minLength: 2, maxLength: 3 }))
        .map(([kind, parts]): Filter => ({ kind, parts })),
    },
  );
}

function termOf(
  key: fc.Arbitrary<string>,
  operator: fc.Arbitrary<Term['operator']>,
  value: fc.Arbitrary<string>,
): fc.Arbitrary<Term> {
  return fc.tuple(key, operator, value).map(([key, operator, value]) => ({ kind: 'term', key, operator, value }));
}
