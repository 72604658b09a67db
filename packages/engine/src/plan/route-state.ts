import { findCreate, findRoute, type RouteState } from "@klingkit/spec";
import { findHiggsfieldCreate } from "@klingkit/spec/higgsfield";

/** An operation that is described was read in the documentation; no recorded run has verified it. */
export const OPERATION_STATE: RouteState = "documented";

/** How far a route, or an operation without routes, is proved today. Undefined where it is no longer offered. */
export const stateOf = (routeId: string): RouteState | undefined =>
  findRoute(routeId)?.state ??
  findHiggsfieldCreate(routeId)?.state ??
  (findCreate(routeId) ? OPERATION_STATE : undefined);
