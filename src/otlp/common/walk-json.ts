// What the requests of all signals have around their records, in JSON: resources, and in them scopes.

import { type BatchGroup, createBatchGroup } from '../../model/batch-group.ts';
import { readJsonText } from '../wire/json-fields.ts';
import type { JsonScanner } from '../wire/json-scanner.ts';

/** The names of the lists, in camel and snake case, the older ones of scopes among them. */
export interface ListNames {
  readonly resources: readonly string[];
  readonly scopes: readonly string[];
  readonly records: readonly string[];
}

/** `signal`: what the names end with, e.g. Spans; `records`: those of the list within a scope. */
export function listNames(signal: string, records: readonly string[]): ListNames {
  const snake = signal.toLowerCase();
  return {
    resources: [`resource${signal}`, `resource_${snake}`],
    scopes: [
      ...[`scope${signal}`, `scope_${snake}`],
      ...[`instrumentationLibrary${signal}`, `instrumentation_library_${snake}`],
    ],
    records,
  };
}

const SCOPE = ['scope', 'instrumentationLibrary', 'instrumentation_library'];
const SCHEMA_URL = ['schemaUrl', 'schema_url'];

/** `record` reads the value at the scanner's position; `group` is the number of where it belongs. */
export function walkJson(
  scan: JsonScanner,
  groups: BatchGroup[],
  names: ListNames,
  record: (group: number) => void,
): void {
  const is = (some: readonly string[]) => some.some((name) => scan.is(name));
  const list = (element: () => void) => (scan.startsArray() ? scan.array(element) : scan.skip());
  const each = (member: () => void) => (scan.startsObject() ? scan.object(member) : scan.skip());

  const walkScope = () => {
    const group = createBatchGroup();
    const index = groups.push(group) - 1;
    each(() => {
      if (is(names.records)) list(() => record(index));
      else if (is(SCOPE)) {
        group.scopeOffset = scan.position;
        scan.skip();
        group.scopeLength = scan.position - group.scopeOffset;
      } else if (is(SCHEMA_URL)) group.scopeSchemaUrl = readJsonText(scan);
      else scan.skip();
    });
  };
  const walkResource = () => {
    const firstGroup = groups.length;
    const own = createBatchGroup();
    each(() => {
      if (scan.is('resource')) {
        own.resourceOffset = scan.position;
        scan.skip();
        own.resourceLength = scan.position - own.resourceOffset;
      } else if (is(names.scopes)) list(walkScope);
      else if (is(SCHEMA_URL)) own.resourceSchemaUrl = readJsonText(scan);
      else scan.skip();
    });
    for (let i = firstGroup; i < groups.length; i++) {
      const group = groups[i]!;
      group.resourceOffset = own.resourceOffset;
      group.resourceLength = own.resourceLength;
      group.resourceSchemaUrl = own.resourceSchemaUrl;
    }
  };
  scan.skipByteOrderMark();
  scan.object(() => (is(names.resources) ? list(walkResource) : scan.skip()));
  scan.end();
}
