/**
 * How much a route has been proved: `verified` by a recorded live run, `documented` in the current official pages,
 * `hypothesis` inferred or known from third parties only, `legacy` works or worked but is no production default,
 * `retired` refused by the service.
 */
export type RouteState = "verified" | "documented" | "hypothesis" | "legacy" | "retired";

/** What people read for a state. Programs get the state itself. */
export const ROUTE_STATE_WORDS: Readonly<Record<RouteState, string>> = {
  verified: "verified",
  documented: "documented",
  hypothesis: "unverified",
  legacy: "legacy",
  retired: "retired",
};
