// The shape of one bar: an open span goes on in dashes, one that was cut off has a torn edge.

import { SPAN_FLAG } from '../../src/model/trace-layout.ts';
import type { BarBox } from './bar-geometry.ts';

/** What painting a bar needs of CanvasRenderingContext2D. */
export type ShapeContext = Pick<
  CanvasRenderingContext2D,
  'fillRect' | 'beginPath' | 'roundRect' | 'moveTo' | 'lineTo' | 'closePath' | 'fill'
>;

/** Narrower bars have no room for a shape. */
const LEAST = 6;
const DASHES = 3;
const DASH = 3;
const TEETH = 3;
const TOOTH = 4;

/** `endsInView`: what is clipped at the edge of the view shows no end there. */
export function paintBar(
  context: ShapeContext,
  { left, width }: BarBox,
  top: number,
  height: number,
  flags: number,
  endsInView: boolean,
): void {
  const tail = DASHES * 2 * DASH;
  if (endsInView && (flags & SPAN_FLAG.open) !== 0 && width > tail + LEAST) {
    context.fillRect(left, top, width - tail, height);
    for (let dash = 0; dash < DASHES; dash++)
      context.fillRect(left + width - tail + dash * 2 * DASH + DASH, top, DASH, height);
  } else if (endsInView && (flags & SPAN_FLAG.cutOff) !== 0 && width > 2 * TOOTH) {
    context.beginPath();
    context.moveTo(left, top);
    const right = left + width;
    for (let tooth = 0; tooth < TEETH; tooth++) {
      context.lineTo(right, top + (tooth / TEETH) * height);
      context.lineTo(right - TOOTH, top + ((tooth + 0.5) / TEETH) * height);
    }
    context.lineTo(right, top + height);
    context.lineTo(left, top + height);
    context.closePath();
    context.fill();
  } else if (width < LEAST) context.fillRect(left, top, width, height);
  else {
    context.beginPath();
    context.roundRect(left, top, width, height, 2);
    context.fill();
  }
}
