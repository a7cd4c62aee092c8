// The place in the source that a span's attributes name, in the conventions' present and former spelling.
// Semantic conventions 1.44, attribute registry, code.*; code.filepath, code.lineno, code.function are deprecated.

import type { Attribute } from '../../model/attribute.ts';
import { findAttribute } from '../../model/attribute.ts';
import { type ReportedSite, SITE_ORIGINS, type SiteOrigin } from '../../model/site.ts';

/** Marks that the hooks leave beside code.*: how the frame was found, and that source maps are applied already. */
export const HOOK_ATTRIBUTE = { origin: 'spanline.code.origin', mapped: 'spanline.code.mapped' } as const;

/** Before the names in which the hooks write a place where it must be told from the program's own: spans that are passed on. */
const APART = 'spanline.';

/** Undefined without a file and a line. */
export function toReportedSite(attributes: readonly Attribute[]): ReportedSite | undefined {
  return siteIn(attributes, '') ?? siteIn(attributes, APART);
}

function siteIn(attributes: readonly Attribute[], prefix: string): ReportedSite | undefined {
  const file = text(attributes, `${prefix}code.file.path`) ?? text(attributes, `${prefix}code.filepath`);
  const line = integer(attributes, `${prefix}code.line.number`) ?? integer(attributes, `${prefix}code.lineno`);
  if (file === undefined || line === undefined) return undefined;
  const mapped = findAttribute(attributes, HOOK_ATTRIBUTE.mapped);
  return {
    file,
    line,
    column: integer(attributes, `${prefix}code.column.number`) ?? integer(attributes, `${prefix}code.column`),
    function: text(attributes, `${prefix}code.function.name`) ?? formerFunction(attributes),
    origin: origin(attributes),
    mapped: mapped?.kind === 'bool' && mapped.value,
  };
}

function origin(attributes: readonly Attribute[]): SiteOrigin | undefined {
  const said = text(attributes, HOOK_ATTRIBUTE.origin);
  return SITE_ORIGINS.find((known) => known === said);
}

/** The former pair of namespace and function became one fully qualified name. */
function formerFunction(attributes: readonly Attribute[]): string | undefined {
  const name = text(attributes, 'code.function');
  const namespace = text(attributes, 'code.namespace');
  return name !== undefined && namespace !== undefined ? `${namespace}.${name}` : name;
}

function text(attributes: readonly Attribute[], key: string): string | undefined {
  const value = findAttribute(attributes, key);
  return value?.kind === 'string' && value.value !== '' ? value.value : undefined;
}

function integer(attributes: readonly Attribute[], key: string): number | undefined {
  const value = findAttribute(attributes, key);
  const number =
    value?.kind === 'int' || value?.kind === 'string' || value?.kind === 'double' ? Number(value.value) : 0;
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
