import type { EngineContext } from "../context/engine-context.ts";
import { accountOf, isOfAccount } from "../context/engine-contexts.ts";
import { hold } from "../ledger/ledger.ts";
import { ReadFailed } from "../provider/failed-request.ts";
import type { ReadAnswer } from "../provider/provider.ts";
import { freePath } from "../state/free-paths.ts";
import { LATE_LOOKS_MS } from "../state/move-job.ts";
import { LATE_STATES } from "../state/transitions.ts";
import type { AccountKey } from "../store/account-key.ts";
import { inScope, type JobScope } from "../store/job-scope.ts";
import { getJob } from "../store/jobs.ts";
import { prepareQuery } from "../store/prepare-query.ts";
import type { Db, IntentRow, JobRow } from "../store/schema.ts";
import { judgeFound } from "./judge-found.ts";
import { lookUp } from "./look-up.ts";
import { recordAccepted } from "./record-accepted.ts";

/** Look-ups at once; more are made in the next turn. */
const WIDTH = 20;

interface Suspect {
  readonly job: JobRow;
  readonly intent: IntentRow;
}

/**
 * Looks the keys of jobs up once more that ended without a task after an unclear send, as they become due: a create may hang in a
 * gateway for longer than any deadline, and is billed when it arrives. A task that is found is followed like any other.
 * `dueAtMs` in the future looks at those as well that are due until then; with a scope, only at jobs in it.
 */
export async function lookForLate(
  context: EngineContext,
  look: JobScope & { readonly dueAtMs: number },
): Promise<void> {
  const suspects = await claimSuspects(context, look);
  await Promise.all(suspects.map((suspect) => lookOnce(context, suspect)));
}

/** Also puts the next look off, so that no other process looks at the same moment, nor this one again before long. */
async function claimSuspects(
  context: EngineContext,
  look: Omit<DueLooks, keyof AccountKey>,
): Promise<readonly Suspect[]> {
  const { store, clock } = context;
  const nowMs = clock.nowMs();
  const due = (db: Db) => dueLooks(db, { ...accountOf(context), ...look }, {});
  // Nearly always there is none, and no writer is disturbed.
  if ((await due(store.reader)).length === 0) return [];
  return store.write(async (db) => {
    const suspects: Suspect[] = [];
    for (const intent of await due(db)) {
      const job = await getJob(db, intent.job_id);
      const isEnded = LATE_STATES.includes(job.state);
      if (isEnded) suspects.push({ job, intent });
      const look_at = isEnded ? nowMs + LATE_LOOKS_MS[0] : null;
      await db.updateTable("intent").set({ look_at }).where("ext_id", "=", intent.ext_id).execute();
    }
    return suspects;
  });
}

interface DueLooks extends AccountKey, JobScope {
  readonly dueAtMs: number;
}

const dueLooks = prepareQuery((db, { provider, account, dueAtMs, ...scope }: DueLooks) =>
  db
    .selectFrom("intent")
    .innerJoin("job", "job.id", "intent.job_id")
    .selectAll("intent")
    .where("intent.look_at", "<=", dueAtMs)
    .where("job.provider", "=", provider)
    .where("job.account", "=", account)
    .where(inScope(db, scope))
    .orderBy("intent.look_at")
    .limit(WIDTH),
);

async function lookOnce(context: EngineContext, suspect: Suspect): Promise<void> {
  const { job, intent } = suspect;
  const answer = await lookUp(context, job);
  if (answer.kind === "error") {
    context.onError(new ReadFailed(answer), job.id);
    return;
  }
  if (await attach(context, suspect, answer)) return;
  const nowMs = context.clock.nowMs();
  const next = LATE_LOOKS_MS.map((ms) => job.updated_at + ms).find((atMs) => atMs > nowMs);
  await context.store.write((db) =>
    db
      .updateTable("intent")
      .set({ look_at: next ?? null })
      .where("ext_id", "=", intent.ext_id)
      .execute(),
  );
}

/** Gives a job the task that was found under its key, and holds its units again. False where it is not the job's. */
async function attach(
  context: EngineContext,
  { job, intent }: Suspect,
  answer: ReadAnswer,
): Promise<boolean> {
  if (answer.kind !== "found") return false;
  const { task } = answer;
  if ((await judgeFound(context, { job, intent, task })).kind !== "own") return false;
  const { taskId, createdAtMs = context.clock.nowMs() } = task;
  return recordAccepted(context, job, {
    taskId,
    atMs: createdAtMs,
    how: "adopted",
    alongside: (db, nowMs) => holdAgain(db, { job, intent, nowMs }),
  });
}

/** What was let go at the job's end: its units, and its path, which another job may have by now. In `unknown` nothing was. */
async function holdAgain(
  db: Db,
  { job, intent, nowMs }: Suspect & { readonly nowMs: number },
): Promise<{ readonly file_path?: string }> {
  await db.updateTable("intent").set({ look_at: null }).where("ext_id", "=", intent.ext_id).execute();
  if (job.state === "unknown") return {};
  await hold(db, job, { atMs: nowMs, attempt: intent.sends + 1 });
  const other = await db
    .selectFrom("job")
    .select("id")
    .where("file_path", "=", job.file_path)
    .where("id", "!=", job.id)
    .limit(1)
    .executeTakeFirst();
  return { file_path: await freePath(db, job.file_path, new Set(other ? [job.file_path] : [])) };
}

/**
 * Looks the key of an ended job up now, before somebody buys its video again. True where a task was found and the job goes on with it.
 * An error of the look-up is the answer of `failed`.
 */
export async function recoverTask(
  context: EngineContext,
  job: JobRow,
): Promise<{ readonly kind: "found" | "absent" } | { readonly kind: "failed"; readonly message: string }> {
  const intent = await context.store.reader
    .selectFrom("intent")
    .selectAll()
    .where("ext_id", "=", job.ext_id)
    .executeTakeFirst();
  if (!intent || !LATE_STATES.includes(job.state) || !isOfAccount(context, job)) return { kind: "absent" };
  const answer = await lookUp(context, job);
  if (answer.kind === "error") return { kind: "failed", message: answer.message };
  return { kind: (await attach(context, { job, intent }, answer)) ? "found" : "absent" };
}
