// Counts with their noun: "1 span", "1,204 spans".

import { groupDigits } from '../../src/model/format-duration.ts';

export function countOf(count: number, noun: string): string {
  return `${groupDigits(count)} ${noun}${count === 1 ? '' : 's'}`;
}
