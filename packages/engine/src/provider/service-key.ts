import { CREATES_WITHOUT_EXTERNAL_ID } from "@klingkit/spec/plain";
import type { JobRow } from "../store/schema.ts";
import { isAdoptedRoute } from "./adopted-route.ts";

type Keyed = Pick<JobRow, "route_id" | "ext_id">;

/**
 * The key of a job as its service knows it. Absent where the create takes none, or where another tool made the task without one: the
 * store names such a job all the same, and whoever looked that name up at the service would take it for proof that nothing was bought.
 */
export const serviceKeyOf = (job: Keyed): { readonly externalId?: string } =>
  isKnownToService(job) ? { externalId: job.ext_id } : {};

const isKnownToService = ({ route_id, ext_id }: Keyed): boolean =>
  isAdoptedRoute(route_id) ? !isAdoptedRoute(ext_id) : !CREATES_WITHOUT_EXTERNAL_ID.includes(route_id);
