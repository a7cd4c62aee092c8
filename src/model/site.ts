// Where in the source a span was made, and how sure that is.

/**
 * How a hook found a place that is not that of the caller's own frame: the handler of the route, a function that a framework
 * called, the call of a function that starts spans for all, or the first frame of the user's that ran below.
 */
export const SITE_ORIGINS = ['handler', 'callee', 'wrapper', 'first-user-frame'] as const;
export type SiteOrigin = (typeof SITE_ORIGINS)[number];

/** As the runtime said it: before source maps and workspace checks. Lines and columns count from 1. */
export interface ReportedSite {
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
  readonly function: string | undefined;
  /** How the hook found it: absent for the caller's own frame. */
  readonly origin: SiteOrigin | undefined;
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
  /** `how` is said to the user; undefined where there is nothing to say, as the line is that which made the span. */
  | {
      readonly kind: 'resolved';
      readonly site: Site;
      readonly certainty: SiteCertainty;
      readonly how: string | undefined;
    }
  /** `why` is a sentence for the user: no code location, outside the workspace, ... */
  | { readonly kind: 'unresolved'; readonly why: string };
