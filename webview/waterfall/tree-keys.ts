// What a key means in the tree of spans (WAI-ARIA treegrid with rows as the stops): pure.

import { parentOf, type TreeRows } from './tree-rows.ts';

export interface TreeKeyState {
  readonly rows: TreeRows;
  readonly depth: Uint16Array;
  readonly descendants: Uint32Array;
  readonly collapsed: ReadonlySet<number>;
  readonly selected: number | undefined;
  /** Rows a page moves by. */
  readonly page: number;
}

export type TreeAction =
  | { readonly kind: 'select'; readonly span: number }
  | { readonly kind: 'collapse'; readonly span: number }
  | { readonly kind: 'expand'; readonly span: number }
  | { readonly kind: 'open'; readonly span: number };

export function treeAction(key: string, state: TreeKeyState): TreeAction | undefined {
  const { rows, selected } = state;
  if (rows.count === 0) return undefined;
  const at = selected === undefined ? -1 : rows.rowOf(selected);
  const toRow = (row: number): TreeAction => ({
    kind: 'select',
    span: rows.spanAt(Math.max(0, Math.min(rows.count - 1, row))),
  });
  switch (key) {
    case 'ArrowDown':
      return toRow(at + 1);
    case 'ArrowUp':
      return toRow(at - 1);
    case 'PageDown':
      return toRow(at + state.page);
    case 'PageUp':
      return toRow(at - state.page);
    case 'Home':
      return toRow(0);
    case 'End':
      return toRow(rows.count - 1);
  }
  if (selected === undefined) return undefined;
  const parent = (state.descendants[selected] ?? 0) > 0;
  const collapsed = state.collapsed.has(selected);
  switch (key) {
    case 'Enter':
      return { kind: 'open', span: selected };
    case ' ':
      return parent ? { kind: collapsed ? 'expand' : 'collapse', span: selected } : undefined;
    case 'ArrowRight':
      if (!parent) return undefined;
      return collapsed ? { kind: 'expand', span: selected } : { kind: 'select', span: selected + 1 };
    case 'ArrowLeft': {
      if (parent && !collapsed) return { kind: 'collapse', span: selected };
      const above = parentOf(state.depth, selected);
      return above === undefined ? undefined : { kind: 'select', span: above };
    }
  }
  return undefined;
}
