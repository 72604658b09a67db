import type { EngineContext } from "../context/engine-context.ts";
import { soonEnough } from "../context/waits.ts";
import { toldOfEnd } from "../follow/inbox.ts";
import { isPatient } from "../follow/is-patient.ts";
import { firstReadAtMs, safetyReadAtMs } from "../follow/read-times.ts";
import { writeEnd } from "../follow/record-end.ts";
import { timingProfile } from "../follow/timing-profile.ts";
import type { TaskView } from "../provider/provider.ts";
import { serviceKeyOf } from "../provider/service-key.ts";
import { noteAccepted } from "../slots/return-slots.ts";
import { type JobMove, moveEach } from "../state/move-job.ts";
import type { AccountKey } from "../store/account-key.ts";
import { fulfilled, gatherWrites, type Outcomes, rejected, writeOne } from "../store/gather-writes.ts";
import { isPostgres } from "../store/is-postgres.ts";
import { jobLost } from "../store/jobs.ts";
import { prepareQuery } from "../store/prepare-query.ts";
import { isAnyOf } from "../store/row-list.ts";
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
  const item = {
    job,
    taskId,
    how,
    task,
    alongside,
    acceptedAtMs: Math.min(atMs, nowMs),
    nextAtMs: next_at,
    nowMs,
  };
  try {
    // What is written alongside is undone with the whole operation only.
    if (!alongside) return await gather(context, item);
    return await context.store.write((db) => writeOne(writeAccepted, { db, context, item }));
  } catch (error) {
    if (!isLost(error)) throw error;
    // Whoever took the job over finds the task by its key.
    return true;
  }
}

interface Accepted extends Pick<Acceptance, "taskId" | "how" | "task" | "alongside"> {
  readonly job: JobRow;
  readonly acceptedAtMs: number;
  /** When it is read, unless a callback was faster. */
  readonly nextAtMs: number;
  readonly nowMs: number;
}

const gather = gatherWrites(writeAccepted);

/** False for those whose task another job has. */
async function writeAccepted(
  db: Db,
  context: EngineContext,
  items: readonly Accepted[],
): Promise<Outcomes<Accepted, boolean>> {
  const firsts = new Map(items.toReversed().map((item) => [item.taskId, item]));
  const isFirst = (item: Accepted) => firsts.get(item.taskId) === item;
  const others = items.filter((item) => !isFirst(item));
  const holders = await findHolders(db, items.filter(isFirst));
  const free = items.filter((item) => isFirst(item) && !holders.has(item));
  return new Map([
    ...Array.from(holders, (item) => [item, fulfilled(false)] as const),
    ...(await writeFree(db, context, free)),
    // The next job that was given the same task finds the one that has it.
    ...(others.length > 0 ? await writeAccepted(db, context, others) : []),
  ]);
}

/** Of tasks that no job has. */
async function writeFree(
  db: Db,
  context: EngineContext,
  items: readonly Accepted[],
): Promise<Outcomes<Accepted, boolean>> {
  if (items.length === 0) return new Map();
  const isEarly = await findEarly(db, context, items);
  const moves: JobMove<"running">[] = [];
  for (const item of items)
    moves.push({ job: item.job, move: await moveOf(db, item, isEarly.has(item.taskId)) });
  const moved = await moveEach(db, moves);
  const running = items.flatMap((item, at) => {
    const job = moved[at];
    return job ? { ...item, job } : [];
  });
  const jobs = running.map(({ job }) => job);
  if (jobs.length > 0) {
    const keys = jobs.map(({ ext_id }) => ext_id);
    await db
      .updateTable("intent")
      .set({ state: "accepted" })
      .where(isAnyOf(db, "ext_id", keys))
      .execute();
    await noteAccepted(db, jobs, Math.max(...running.map(({ nowMs }) => nowMs)));
  }
  for (const { job, task, nowMs } of running)
    if (task && task.status !== "waiting") await writeEnd(db, context, { job, task, nowMs });
  return new Map(items.map((item, at) => [item, moved[at] ? fulfilled(true) : rejected(jobLost(item.job))]));
}

async function moveOf(
  db: Db,
  { job, taskId, how, alongside, acceptedAtMs, nextAtMs, nowMs }: Accepted,
  isEarly: boolean,
) {
  const more = await alongside?.(db, nowMs);
  return {
    to: "running",
    atMs: nowMs,
    event: { kind: `job-${how}`, data: { taskId, ...serviceKeyOf(job) } },
    set: {
      task_id: taskId,
      accepted_at: acceptedAtMs,
      next_at: isEarly ? nowMs : soonEnough(nextAtMs, nowMs),
      ...more,
    },
  } as const;
}

/** Tasks whose end a callback told before their create was answered. */
const findEarly = async (
  db: Db,
  { callbackUrl }: EngineContext,
  items: readonly Accepted[],
): Promise<ReadonlySet<string>> =>
  callbackUrl === undefined
    ? new Set()
    : toldOfEnd(
        db,
        items.map(({ taskId }) => taskId),
      );

/** Those whose task another job has. */
async function findHolders(db: Db, items: readonly Accepted[]): Promise<ReadonlySet<Accepted>> {
  const [first, ...others] = items;
  if (first === undefined) return new Set();
  if (others.length === 0 || !isPostgres(db)) {
    const held = new Set<Accepted>();
    for (const item of items) if (await findHolder(db, item.job, item.taskId)) held.add(item);
    return held;
  }
  const { provider, account } = first.job;
  const rows = await db
    .selectFrom("job")
    .select(["id", "task_id"])
    .where(
      isAnyOf(
        db,
        "task_id",
        items.map(({ taskId }) => taskId),
      ),
    )
    .where("provider", "=", provider)
    .where("account", "=", account)
    .execute();
  return new Set(
    items.filter(({ job, taskId }) => rows.some(({ id, task_id }) => task_id === taskId && id !== job.id)),
  );
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
