import type { JobHistory } from "@klingkit/engine";
import { USD_PER_UNIT } from "@klingkit/spec";
import type { TaskVideo } from "klingkit";
import type { JsonFields, VideoMetadata } from "../results.ts";
import type { Session } from "../session/session.ts";
import { type CallState, unitsOf } from "./read-call.ts";

type Links = ReadonlyMap<string, readonly TaskVideo[]>;

/** `providerMetadata.klingkit.jobs[…]`: a job of the call. */
export interface JobMetadata {
  readonly jobId: string;
  readonly taskId: string | null;
  readonly state: string;
  readonly model: string;
  /** Units that it holds or held before its end. */
  readonly unitsReserved: number;
  /** Units that were charged. */
  readonly unitsSettled: number;
  /** Absolute path of the video; null while there is none. */
  readonly path: string | null;
  readonly sha256: string | null;
  readonly sizeBytes: number | null;
  /** When the service deletes its copy, in ISO 8601; null while there is none. */
  readonly expiresAt: string | null;
}

/** What a call was for and what it cost, with the shape that readers of `@ai-sdk/klingai` know. */
export function metadataOf(
  state: CallState,
  { provider }: Pick<Session, "provider">,
  links: Links = new Map(),
): VideoMetadata {
  const { call, jobs } = state;
  const units = unitsOf(state);
  const klingkit = {
    key: call.key ?? null,
    batch: call.batch,
    units,
    // All operations of this provider are paid in units of the video pack.
    usd: Math.round(units * USD_PER_UNIT.video * 10_000) / 10_000,
    jobs: jobs.map((job) => ({ ...jobMetadataOf(job, provider) })),
  };
  return { klingkit, klingai: klingaiShape(jobs, links) };
}

export function jobMetadataOf(
  job: JobHistory,
  { filesKeptMs, retentionMs }: Session["provider"],
): JobMetadata {
  const [asset] = job.assets;
  return {
    jobId: job.id,
    taskId: job.taskId ?? null,
    state: job.state,
    model: job.model,
    unitsReserved: job.sums.reserved,
    unitsSettled: job.sums.settled,
    path: asset?.file_path ?? null,
    sha256: asset?.sha256 ?? null,
    sizeBytes: asset?.size_bytes ?? null,
    expiresAt:
      job.acceptedAtMs === undefined
        ? null
        : new Date(job.acceptedAtMs + (filesKeptMs ?? retentionMs)).toISOString(),
  };
}

function klingaiShape(jobs: readonly JobHistory[], links: Links): JsonFields {
  const [first] = jobs.flatMap(({ taskId }) => taskId ?? []);
  const videos = jobs.flatMap((job) =>
    (links.get(job.id) ?? []).map(({ id, url, watermarkUrl, durationText }) => ({
      id: id ?? "",
      url: url ?? "",
      ...(watermarkUrl === undefined ? {} : { watermarkUrl }),
      ...(durationText === undefined ? {} : { duration: durationText }),
    })),
  );
  return { taskId: first ?? null, videos };
}
