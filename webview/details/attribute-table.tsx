// Attributes as a table, sorted by key.

import { Fragment } from 'preact';
import { type Attribute, formatAttributeValue } from '../../src/model/attribute.ts';
import { toLine } from '../../src/model/plain-text.ts';
import { ClippedText } from './clipped-text.tsx';

export interface AttributeTableProps {
  readonly attributes: readonly Attribute[];
  readonly label: string;
}

export function AttributeTable({ attributes, label }: AttributeTableProps) {
  const sorted = attributes.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return (
    <table class="attributes" aria-label={label}>
      <tbody>
        {sorted.map((attribute, index) => (
          <tr key={`${index} ${attribute.key}`}>
            <th scope="row">
              {attribute.key === '' ? '(no key)' : <BreakableKey text={toLine(attribute.key, 200)} />}
            </th>
            <td class={`kind-${attribute.value.kind}`}>
              <ClippedText text={formatAttributeValue(attribute.value)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Keys break after their dots and underscores, not within a word. */
function BreakableKey({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(/(?<=[._])/).map((part, index) => (
        <Fragment key={index}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </>
  );
}
