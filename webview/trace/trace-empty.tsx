// Why no trace is shown, and what to do.

import { EmptyState } from '../kit/empty-state.tsx';

export interface TraceEmptyProps {
  readonly asked: boolean;
}

export function TraceEmpty({ asked }: TraceEmptyProps) {
  if (!asked)
    return (
      <EmptyState title="No trace chosen.">
        <h1 class="visually-hidden">Trace</h1>
        <p>Choose one in the view “Traces”.</p>
      </EmptyState>
    );
  return (
    <EmptyState title="This trace is no longer here.">
      <h1 class="visually-hidden">Trace</h1>
      <p>
        It was cleared, it made room for newer traces when the store was full, or it is in an earlier run, which
        “Spanline: Open an Earlier Run” opens. Run the program again, or choose another trace in the view “Traces”.
      </p>
    </EmptyState>
  );
}
