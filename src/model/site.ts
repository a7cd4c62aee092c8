// Where in the source a span was made, and how sure that is.

/** As the runtime said it: before source maps and workspace checks. Lines and columns count from 1. */
export interface ReportedSite {
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
  readonly function: string | undefined;
  /** How the hook found it: absent for the caller's own frame. */
  readonly origin: 'first-user-frame' | undefined;
  /** The runtime has applied source maps already. */
  readonly mapped: boolean;
}

/** A place in a file inside the workspace. Lines and columns count from 1. */
export interface Site {
  /** Absolute path on the machine of the extension host. */
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
  readonly function: string | undefined;
}

export type SiteCertainty = 'exact' | 'inferred';

export type ResolvedSite =
  | { readonly kind: 'resolved'; readonly site: Site; readonly certainty: SiteCertainty; readonly how: string }
  /** `why` is a sentence for the user: no code location, outside the workspace, ... */
  | { readonly kind: 'unresolved'; readonly why: string };
