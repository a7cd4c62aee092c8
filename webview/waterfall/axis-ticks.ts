// Where the time axis has its marks: round steps, as many as fit.

import { formatTick } from '../../src/model/format-duration.ts';
import type { TimeView } from './time-view.ts';

export interface Tick {
  readonly x: number;
  readonly label: string;
}

/** Steps are 1, 2 or 5 times a power of ten nanoseconds, at least `spacing` pixels apart. */
export function axisTicks(view: TimeView, width: number, spacing = 90): readonly Tick[] {
  const length = view.to - view.from;
  if (!(length > 0) || width < spacing) return [];
  const step = niceStep((length * spacing) / width);
  const ticks: Tick[] = [];
  for (let index = Math.ceil(view.from / step - 1e-9); index * step <= view.to; index++) {
    const time = index * step;
    ticks.push({ x: Math.max(0, ((time - view.from) / length) * width), label: formatTick(time, step, view.to) });
  }
  return ticks;
}

function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5].find((factor) => factor * power >= least * 0.999_999) ?? 10;
  return Math.max(1, step * power);
}
