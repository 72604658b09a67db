import { roundUnits } from "@klingkit/spec";
import { measureVideo } from "klingkit/node";
import type { CollectedFile } from "../context/collector.ts";
import type { EngineContext } from "../context/engine-context.ts";
import type { PlannedCreate } from "../provider/provider.ts";
import type { JobRow } from "../store/schema.ts";

/** What a task cost by the length of its video, in place of the most that it could cost. */
export interface MeasuredCharge {
  readonly seconds: number;
  readonly units: number;
}

/**
 * The charge of a task whose service reports none, and whose price follows the length of its result. Undefined for every other,
 * and for a file that cannot be measured: then what was reserved stays booked.
 */
export async function measureCharge(
  { provider, store }: Pick<EngineContext, "provider" | "store">,
  job: JobRow,
  file: CollectedFile,
): Promise<MeasuredCharge | undefined> {
  if (provider.chargeOfLength === undefined) return undefined;
  const row = await store.reader
    .selectFrom("job_plan")
    .select("planned_json")
    .where("job_id", "=", job.id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  // Written when the job was made.
  const planned = JSON.parse(row.planned_json) as PlannedCreate;
  // Most are priced before they are bought: their files need not be opened.
  if (provider.chargeOfLength(planned, 1) === undefined) return undefined;
  const measure = await measureVideo(file.filePath).catch(() => undefined);
  const seconds = measure?.durationSeconds;
  const charge = seconds === undefined ? undefined : provider.chargeOfLength(planned, seconds);
  if (seconds === undefined || charge === undefined) return undefined;
  const reserved = job.estimate_units ?? charge.atMost;
  return {
    seconds: Math.round(seconds * 1000) / 1000,
    units: roundUnits(Math.min(Math.max(reserved, charge.atLeast), charge.atMost)),
  };
}
