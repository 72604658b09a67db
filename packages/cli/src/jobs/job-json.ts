import { existsSync } from "node:fs";
import type { AssetRow, Job } from "@klingkit/engine";
import { filesJson } from "./files-json.ts";
import type { requestJson } from "./request-facts.ts";
import { snakeCased } from "./snake-cased.ts";

const iso = (ms: number): string => new Date(ms).toISOString();

/** What a list of jobs lacks. */
interface JobDetails {
  /** Results on the disk. */
  readonly assets?: readonly AssetRow[] | undefined;
  /** What it asked for, see `requestJson`. */
  readonly request?: ReturnType<typeof requestJson> | undefined;
  /** What it cost, see `chargedUnits`. */
  readonly settledUnits?: number | undefined;
}

/** A job as the commands about jobs print it: the keys and their order are fixed. */
export function jobJson(
  job: Job,
  { assets, request, settledUnits }: JobDetails = {},
): Readonly<Record<string, unknown>> {
  const { taskId, estimateUnits, error, waitsFor, needs, acceptedAtMs, endedAtMs, retryOf } = job;
  return {
    job: job.id,
    name: job.name,
    state: job.state,
    batch: job.batchId,
    purpose: job.purpose,
    account: job.account,
    route: job.routeId,
    model: job.model,
    ...request,
    hash: job.planHash,
    external_task_id: job.externalId ?? null,
    task_id: taskId ?? null,
    estimated_units: estimateUnits ?? "unknown",
    ...(settledUnits === undefined ? {} : { settled_units: settledUnits }),
    ...(job.unit === "video" ? {} : { unit: job.unit }),
    ...fileJson(job),
    ...(assets === undefined ? {} : { files: filesJson(assets) }),
    created_at: iso(job.createdAtMs),
    ...(waitsFor === undefined ? {} : { waits_for: waitsFor }),
    ...(needs === undefined ? {} : { needs: needs.map(({ id }) => id) }),
    ...(acceptedAtMs === undefined ? {} : { accepted_at: iso(acceptedAtMs) }),
    ...(endedAtMs === undefined ? {} : { ended_at: iso(endedAtMs) }),
    ...(retryOf === undefined ? {} : { retry_of: retryOf }),
    ...(error === undefined ? {} : { error: snakeCased(error) }),
  };
}

/** Where the first result is, and whether it is there: somebody may have moved it, or another machine may have it. */
const fileJson = ({ state, filePath }: Job) =>
  state === "collected" && filePath !== ""
    ? { file: filePath, file_exists: existsSync(filePath) }
    : { file: null };
