import type { Engine } from "@klingkit/engine";
import type { BoughtCall } from "../call/bought-call.ts";
import { type JobMetadata, jobMetadataOf, metadataOf } from "../call/metadata.ts";
import { collectedOf, failureOf, failuresOf } from "../call/read-call.ts";
import { processToEnd } from "../call/wait.ts";
import type { ProviderCore } from "../provider-core.ts";
import type { VideoMetadata } from "../results.ts";
import { KlingkitVideoError } from "../video-error.ts";
import { withVideoError } from "../with-video-error.ts";

/** Which call: its key, or any of its jobs. */
export type ResumeOptions = ({ readonly key: string } | { readonly jobId: string }) & {
  readonly abortSignal?: AbortSignal;
  /** Ends the waiting; the jobs continue. Default: none. */
  readonly timeoutMs?: number;
};

/** The videos of a call. */
export interface ResumedVideos {
  /** Those that were made, with their paths. */
  readonly videos: readonly JobMetadata[];
  /** What became of the others. */
  readonly failures: readonly string[];
  readonly providerMetadata: VideoMetadata;
}

/** Throws KlingkitVideoError: `call_not_found`, and all that a call throws. */
export const resumeVideo = (core: ProviderCore, options: ResumeOptions): Promise<ResumedVideos> =>
  withVideoError(async (progress) => {
    const session = await core.session();
    const engine = session.engine();
    const call = await findCall(engine, options);
    Object.assign(progress, { call, key: call.key, mayHaveJobs: true });
    const { abortSignal: signal, timeoutMs } = options;
    const state = await processToEnd(engine, call, { signal, timeoutMs });
    const done = collectedOf(state);
    if (done.length === 0) throw failureOf(state);
    return {
      videos: done.map((job) => jobMetadataOf(job, session.provider)),
      failures: failuresOf(state),
      providerMetadata: metadataOf(state, session),
    };
  });

async function findCall(engine: Engine, options: ResumeOptions): Promise<BoughtCall> {
  if ("key" in options) {
    const jobIds = await engine.jobsOfKey(options.key);
    const [first] = jobIds.length === 0 ? [] : await engine.jobs({ ids: jobIds, limit: 1 });
    if (first) return { key: options.key, batch: first.batchId, jobIds };
    throw notFound(`the key ${JSON.stringify(options.key)}`, options.key);
  }
  const [job] = await engine.jobs({ ids: [options.jobId] });
  if (!job) throw notFound(`the job ${options.jobId}`, undefined);
  const batch = await engine.jobs({ batchId: job.batchId, limit: MOST });
  return { key: undefined, batch: job.batchId, jobIds: batch.map(({ id }) => id).toSorted() };
}

/** More than any call makes. */
const MOST = 1000;

const notFound = (what: string, key: string | undefined): KlingkitVideoError =>
  new KlingkitVideoError({
    code: "call_not_found",
    message: `The store knows nothing of ${what} for this account. Nothing was sent. Check the key and the store; with a lost store, the same call with the same key finds its videos at Kling.`,
    mayHaveCharged: "no",
    key,
  });
