// One wait for changes of the store, shared by all in the host that show something of it.

import { createEmitter, type Listen } from '../../base/event.ts';
import type { Notice, StoreSummary } from '../../protocol/store-api.ts';
import type { Telemetry } from './telemetry.ts';

/** The host's own surfaces are read out of the corner of an eye: this often is live enough, in milliseconds. */
const INTERVAL = 500;

export interface News extends Disposable {
  /** Undefined while no child runs. */
  readonly summary: StoreSummary | undefined;
  readonly onSummary: Listen<StoreSummary | undefined>;
}

export interface NewsLog {
  info(message: string): void;
  error(message: string): void;
}

export function createNews(telemetry: Telemetry, log: NewsLog): News {
  const summaries = createEmitter<StoreSummary | undefined>((error) => log.error(String(error)));
  let summary: StoreSummary | undefined;
  let following: AbortController | undefined;

  /** Each notice once: the view shows the newest, the log has them all. */
  const logNew = (notices: readonly Notice[]) => {
    const known = new Set(summary?.notices.map(({ time, message }) => `${time} ${message}`));
    for (const { time, message } of notices) if (!known.has(`${time} ${message}`)) log.info(message);
  };

  const publish = (next: StoreSummary | undefined) => {
    if (next) logNew(next.notices);
    summary = next;
    summaries.fire(next);
  };

  const follow = async (signal: AbortSignal) => {
    let seen = 0;
    while (!signal.aborted && telemetry.store) {
      seen = await telemetry.store.changed(seen, signal);
      publish(await telemetry.store.summary(signal));
      await new Promise((resolve) => setTimeout(resolve, INTERVAL));
    }
  };

  const restart = () => {
    following?.abort(new Error('the child changed'));
    following = undefined;
    if (!telemetry.state.running) return publish(undefined);
    following = new AbortController();
    // Ends with the child that it follows; the next one is followed anew.
    follow(following.signal).catch(() => {});
  };

  const listening = telemetry.onState(restart);
  return {
    get summary() {
      return summary;
    },
    onSummary: summaries.listen,
    [Symbol.dispose]() {
      listening[Symbol.dispose]();
      following?.abort(new Error('disposed'));
    },
  };
}
