// The parts of a bar in which a debugger held the program: hatched, in the bar's colour on the row's own ground.

import type { BarBox } from './bar-geometry.ts';

/** What hatching needs of CanvasRenderingContext2D. */
export type HatchContext = Pick<
  CanvasRenderingContext2D,
  'clearRect' | 'fillRect' | 'beginPath' | 'moveTo' | 'lineTo' | 'stroke'
> & {
  strokeStyle: CanvasRenderingContext2D['strokeStyle'];
  lineWidth: number;
};

/** Pixels between two strokes. */
const STEP = 6;

/** The context's fill is the colour. Strokes have places of their own, so that they stand still while the part grows. */
export function paintHatch(context: HatchContext, { left, width }: BarBox, top: number, height: number): void {
  const right = left + width;
  context.clearRect(left, top, width, height);
  context.fillRect(left, top, width, 1);
  context.fillRect(left, top + height - 1, width, 1);
  context.lineWidth = 1.5;
  context.beginPath();
  // Each rises from the lower edge at `foot` to the upper one, `height` further right; cut off at the sides.
  for (let foot = Math.ceil((left - height) / STEP) * STEP; foot < right; foot += STEP) {
    const from = Math.max(left, foot);
    const to = Math.min(right, foot + height);
    context.moveTo(from, top + height - (from - foot));
    context.lineTo(to, top + height - (to - foot));
  }
  context.stroke();
}
