// Counts with their noun: "1 span", "1,204 spans".

import { groupDigits } from './format-duration.ts';

export function countOf(count: number, noun: string): string {
  return `${groupDigits(count)} ${noun}${count === 1 ? '' : 's'}`;
}
