// Which traces the Traces view shows: set by a lens, cleared in the view.

import { createEmitter, type Listen } from '../../base/event.ts';
import type { TraceFilter } from '../../protocol/store-api.ts';

export interface TraceFilterState {
  readonly current: TraceFilter;
  readonly onChange: Listen<TraceFilter>;
  set(filter: TraceFilter): void;
}

export function createTraceFilter(): TraceFilterState {
  const changes = createEmitter<TraceFilter>();
  let current: TraceFilter = {};
  return {
    get current() {
      return current;
    },
    onChange: changes.listen,
    set(filter) {
      current = filter;
      changes.fire(filter);
    },
  };
}
