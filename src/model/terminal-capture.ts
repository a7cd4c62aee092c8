// Whether terminals that are opened from now on are captured.

export type TerminalCapture =
  | { readonly kind: 'captured' }
  /** The setting is off. `isUsed`: there is a terminal all the same, whose programs nobody captures. */
  | { readonly kind: 'off'; readonly isUsed: boolean }
  /** `why` is a sentence for the user. */
  | { readonly kind: 'left'; readonly why: string };
