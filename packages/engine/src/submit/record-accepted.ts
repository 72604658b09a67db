import type { EngineContext } from "../context/engine-context.ts";
import { soonEnough } from "../context/waits.ts";
import { wasToldOfEnd } from "../follow/inbox.ts";
import { isPatient } from "../follow/is-patient.ts";
import { firstReadAtMs, safetyReadAtMs } from "../follow/read-times.ts";
import { writeEnd } from "../follow/record-end.ts";
import { timingProfile } from "../follow/timing-profile.ts";
import type { TaskView } from "../provider/provider.ts";
import { serviceKeyOf } from "../provider/service-key.ts";
import { noteAccepted } from "../slots/return-slots.ts";
import { moveJob } from "../state/move-job.ts";
import type { AccountKey } from "../store/account-key.ts";
import { prepareQuery } from "../store/prepare-query.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { isLost } from "../store/store-error.ts";

export interface Acceptance {
  readonly taskId: string;
  /** When the service made the task, as far as we know. */
  readonly atMs: number;
  /** `adopted`: found by its key after an unclear answer or by a person. */
  readonly how: "accepted" | "adopted";
  /** The task itself, where the answer brought it: it has ended. */
  readonly task?: TaskView | undefined;
  /** Writes what else belongs to it, in the same transaction, and says what else becomes of the job. */
  readonly alongside?: ((db: Db, nowMs: number) => Promise<{ readonly file_path?: string }>) | undefined;
}

/**
 * A task exists: from here on the job is followed, whatever happens. False, and nothing is written, where another job of the
 * account has the task: one answer was given to two creates, and only a look-up by its own key tells which task is this job's.
 */
export async function recordAccepted(
  context: EngineContext,
  job: JobRow,
  { taskId, atMs, how, task, alongside }: Acceptance,
): Promise<boolean> {
  const nowMs = context.clock.nowMs();
  const profile = await timingProfile(context, job);
  const isReadAlone = context.provider.readBatchSize === 1;
  const time = { acceptedAtMs: atMs, nowMs, profile, isPatient: isPatient(context), isReadAlone };
  const planned = context.callbackTrust.isEarned() ? safetyReadAtMs(time) : firstReadAtMs(time);
  // An adopted task may be done already.
  const next_at = how === "adopted" ? nowMs : planned;
  try {
    return await context.store.write(async (db) => {
      if (await findHolder(db, job, taskId)) return false;
      const more = await alongside?.(db, nowMs);
      const isEarly = context.callbackUrl !== undefined && (await wasToldOfEnd(db, taskId));
      const running = await moveJob(db, job, {
        to: "running",
        atMs: nowMs,
        event: { kind: `job-${how}`, data: { taskId, ...serviceKeyOf(job) } },
        set: {
          task_id: taskId,
          accepted_at: Math.min(atMs, nowMs),
          next_at: isEarly ? nowMs : soonEnough(next_at, nowMs),
          ...more,
        },
      });
      await db.updateTable("intent").set({ state: "accepted" }).where("ext_id", "=", job.ext_id).execute();
      await noteAccepted(db, job, nowMs);
      if (task && task.status !== "waiting") await writeEnd(db, context, { job: running, task, nowMs });
      return true;
    });
  } catch (error) {
    if (!isLost(error)) throw error;
    // Whoever took the job over finds the task by its key.
    return true;
  }
}

/** Another job that has the task. */
export async function findHolder(
  db: Db,
  { id, provider, account }: Pick<JobRow, "id" | keyof AccountKey>,
  taskId: string,
): Promise<string | undefined> {
  const [row] = await readHolder(db, { id, provider, account, taskId }, {});
  return row?.id;
}

const readHolder = prepareQuery(
  (db, { id, provider, account, taskId }: Pick<JobRow, "id"> & AccountKey & { readonly taskId: string }) =>
    db
      .selectFrom("job")
      .select("id")
      .where("task_id", "=", taskId)
      .where("provider", "=", provider)
      .where("account", "=", account)
      .where("id", "!=", id)
      .limit(1),
);
