import { accountKeysOf, type JobState } from "@klingkit/engine";
import type { ProviderCore } from "../provider-core.ts";
import { DEFAULT_PURPOSE } from "../settings.ts";
import { withVideoError } from "../with-video-error.ts";

/** A job that has not brought its video yet. */
export interface PendingJob {
  readonly jobId: string;
  readonly batch: string;
  readonly model: string;
  readonly state: JobState;
  readonly taskId: string | null;
  /** When the call was made, in ISO 8601. */
  readonly createdAt: string;
}

const PENDING: readonly JobState[] = ["approved", "submitting", "running", "succeeded", "unknown"];
const LIMIT = 1000;

/** Jobs of the provider's account and purpose. `resumeVideo({ jobId })` continues one; a job in `unknown` waits for a person. */
export const listPending = (core: ProviderCore): Promise<readonly PendingJob[]> =>
  withVideoError(async () => {
    const { provider, engine } = await core.session();
    const jobs = await engine().jobs({
      accounts: accountKeysOf({ ...provider, provider: provider.name }),
      purpose: core.settings.policy?.purpose ?? DEFAULT_PURPOSE,
      states: PENDING,
      limit: LIMIT,
    });
    return jobs.map(({ id, batchId, model, state, taskId, createdAtMs }) => ({
      jobId: id,
      batch: batchId,
      model,
      state,
      taskId: taskId ?? null,
      createdAt: new Date(createdAtMs).toISOString(),
    }));
  });
