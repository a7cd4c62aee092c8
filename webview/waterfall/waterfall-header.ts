// The line above the rows: what the columns are, and the place of the time axis.

import { createElement } from '../kit/element.ts';

export function createWaterfallHeader(axis: HTMLElement): {
  readonly header: HTMLElement;
  readonly treeHeader: HTMLElement;
} {
  const header = createElement('div', 'sticky-header', 'rowgroup');
  const row = createElement('div', 'header-row', 'row');
  row.setAttribute('aria-rowindex', '1');
  const treeHeader = createElement('div', 'tree-header', 'columnheader');
  treeHeader.textContent = 'Span';
  const timeHeader = createElement('div', 'time-header', 'columnheader');
  const timeText = createElement('span', 'visually-hidden');
  timeText.textContent = 'Duration';
  timeHeader.append(timeText, axis);
  row.append(treeHeader, timeHeader);
  header.append(row);
  return { header, treeHeader };
}
