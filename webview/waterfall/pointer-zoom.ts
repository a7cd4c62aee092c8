// Zoom by the wheel with Ctrl (pinch arrives as the same), pan by the wheel with Shift or sideways.

import { toDisposable } from '../../src/base/disposable.ts';

export interface ZoomTarget {
  /** `x` is in pixels from the left of the bars. */
  zoom(factor: number, x: number): void;
  pan(pixels: number): void;
}

export function listenForZoom(element: HTMLElement, bars: HTMLElement, target: ZoomTarget): Disposable {
  const onWheel = (event: WheelEvent) => {
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.ctrlKey) {
      event.preventDefault();
      // A step of a mouse wheel is 100 pixels or so, a step of a pinch a few: both become a modest factor.
      const step = Math.max(-60, Math.min(60, event.deltaY * lines));
      target.zoom(1.006 ** step, Math.max(0, event.clientX - bars.getBoundingClientRect().left));
      return;
    }
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
    if (sideways === 0 || (!event.shiftKey && Math.abs(event.deltaX) < Math.abs(event.deltaY))) return;
    event.preventDefault();
    target.pan(sideways * lines);
  };
  element.addEventListener('wheel', onWheel, { passive: false });
  return toDisposable(() => element.removeEventListener('wheel', onWheel));
}
