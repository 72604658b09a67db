import { FACE_SESSION_HOURS, identifyFace } from "@klingkit/spec";
import type { PlannedJob } from "./plan.ts";

const HOUR_MS = 3_600_000;

/** So long before its end a session is too old to begin something with. */
const MARGIN_MS = HOUR_MS;

/** Operations that open a session which others are sent with, by how long it lives at the service. */
const LIVES_MS: ReadonlyMap<string, number> = new Map([
  [identifyFace.create.id, FACE_SESSION_HOURS * HOUR_MS],
]);

export const SESSION_OPERATIONS: readonly string[] = [...LIVES_MS.keys()];

/** For how long after its create the session of a job serves others, in ms; undefined where it opens none. */
export function sessionLifeMs({ routeId }: Pick<PlannedJob, "routeId">): number | undefined {
  const lifeMs = LIVES_MS.get(routeId);
  return lifeMs === undefined ? undefined : lifeMs - MARGIN_MS;
}
