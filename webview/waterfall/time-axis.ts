// The time axis above the bars: a pool of labels, moved and rewritten when the view changes.

import type { Tick } from './axis-ticks.ts';

export interface TimeAxis {
  readonly element: HTMLElement;
  show(ticks: readonly Tick[], width: number): void;
}

export function createTimeAxis(): TimeAxis {
  const element = document.createElement('div');
  element.className = 'axis';
  element.ariaHidden = 'true';
  const labels: HTMLElement[] = [];
  return {
    element,
    show(ticks, width) {
      while (labels.length < ticks.length) {
        const label = document.createElement('span');
        label.className = 'tick';
        element.append(label);
        labels.push(label);
      }
      for (const [index, label] of labels.entries()) {
        const tick = ticks[index];
        // A label that would run out of the axis says nothing.
        label.hidden = tick === undefined || tick.x > width - 30;
        if (!tick) continue;
        label.textContent = tick.label;
        label.style.transform = `translateX(${Math.round(tick.x)}px)`;
      }
    },
  };
}
