/**
 * How sure we are of a fact, in the order in which we believe. Every source is listed in docs/sources.md.
 * `LIVE` recorded against the real service; `DOC` current official page; `LOG` official change log;
 * `DOC-OLD` earlier official page; `SDK` a client's source; `MIRROR` a reseller that copies the official body; `INF` inferred by us.
 */
export type Confidence = "LIVE" | "DOC" | "LOG" | "DOC-OLD" | "SDK" | "MIRROR" | "INF";

/** Where a fact comes from. */
export interface Source {
  readonly confidence: Confidence;
  /** Date on which the source was read or recorded, `YYYY-MM-DD` or `YYYY-MM`. */
  readonly readOn: string;
  readonly url?: string;
  readonly note?: string;
}
