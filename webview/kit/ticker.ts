// Calls again and again while it runs and the page can be seen; in steps of a second for who wants less motion.

import { toDisposable } from '../../src/base/disposable.ts';

const INTERVAL = 200;
const CALM_INTERVAL = 1000;

export interface Ticker extends Disposable {
  run(isRunning: boolean): void;
}

export function createTicker(tick: () => void): Ticker {
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  let isRunning = false;
  let timer = 0;
  const arrange = () => {
    clearInterval(timer);
    timer = 0;
    if (isRunning && !document.hidden) timer = setInterval(tick, calm.matches ? CALM_INTERVAL : INTERVAL);
  };
  document.addEventListener('visibilitychange', arrange);
  calm.addEventListener('change', arrange);
  return {
    run(next) {
      if (next === isRunning) return;
      isRunning = next;
      arrange();
    },
    ...toDisposable(() => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', arrange);
      calm.removeEventListener('change', arrange);
    }),
  };
}
