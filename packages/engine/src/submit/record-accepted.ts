import type { EngineContext } from "../engine/settings.ts";
import { wasToldOfEnd } from "../follow/inbox.ts";
import { firstReadAtMs, safetyReadAtMs } from "../follow/read-times.ts";
import { timingProfile } from "../follow/timing-profile.ts";
import { noteAccepted } from "../slots/return-slots.ts";
import { moveJob } from "../store/jobs.ts";
import type { JobRow } from "../store/schema.ts";
import { isLost } from "../store/store-error.ts";

export interface Acceptance {
  readonly taskId: string;
  /** When the service made the task, as far as we know. */
  readonly atMs: number;
  /** `adopted`: found by its key after an unclear answer or by a person. */
  readonly how: "accepted" | "adopted";
}

/** A task exists: from here on the job is followed, whatever happens. */
export async function recordAccepted(
  context: EngineContext,
  job: JobRow,
  { taskId, atMs, how }: Acceptance,
): Promise<void> {
  const nowMs = context.clock.nowMs();
  const profile = await timingProfile(context, job);
  const time = { acceptedAtMs: atMs, nowMs, profile };
  const planned = context.callbackTrust.isEarned() ? safetyReadAtMs(time) : firstReadAtMs(time);
  // An adopted task may be done already.
  const next_at = how === "adopted" ? nowMs : planned;
  try {
    await context.store.write(async (db) => {
      const isEarly = context.callbackUrl !== undefined && (await wasToldOfEnd(db, taskId));
      await moveJob(db, job, {
        to: "running",
        atMs: nowMs,
        event: { kind: `job-${how}`, data: { taskId, externalId: job.ext_id } },
        set: { task_id: taskId, accepted_at: Math.min(atMs, nowMs), next_at: isEarly ? nowMs : next_at },
      });
      await db.updateTable("intent").set({ state: "accepted" }).where("ext_id", "=", job.ext_id).execute();
      await noteAccepted(db, job, nowMs);
    });
  } catch (error) {
    // Whoever took the job over finds the task by its key.
    if (!isLost(error)) throw error;
  }
}
