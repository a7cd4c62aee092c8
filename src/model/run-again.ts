// What can be done for a run whose traces go elsewhere: it is started again, for that one run in another way.

export type RunAgain = 'override' | 'forward';

/** What it is called wherever it is offered, and what it does. */
export const RUN_AGAIN: Readonly<Record<RunAgain, { readonly label: string; readonly effect: string }>> = {
  override: {
    label: 'Capture This Run',
    effect: 'Starts it again: for this run its traces come here, and not to where they went.',
  },
  forward: {
    label: 'Capture and Forward',
    effect: 'Starts it again: for this run its traces come here, and are passed on to where they went.',
  },
};

/** Beside the buttons. */
export function sayRunAgain(offers: readonly RunAgain[]): string {
  return offers.includes('forward')
    ? 'Both start it again, for one run: its traces come here, and forwarded ones also go where they went.'
    : 'It is started again, and for one run its traces come here instead.';
}
