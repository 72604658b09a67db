import { isJsonObject, type JsonObject } from "@klingkit/spec";
import { callContext, type EngineContext, isInterrupted } from "../context/engine-context.ts";
import { readWithinTime } from "../context/within-time.ts";
import { refOf } from "../follow/follow-jobs.ts";
import { hasOutlivedFiles } from "../follow/has-outlived-files.ts";
import { labelMedia } from "../plan/label-media.ts";
import { placeholderOf } from "../plan/needs.ts";
import type { PlannedJob } from "../plan/plan.ts";
import { ownAnswer } from "../provider/own-answer.ts";
import type { Provider, TaskView } from "../provider/provider.ts";
import { type PickedResult, pickResult } from "../state/pick-result.ts";
import { getJob } from "../store/jobs.ts";
import { ONLY_RESULT } from "../store/need-form.ts";
import type { IntentRow, JobRow, NeedRow } from "../store/schema.ts";
import { ResultUnavailable } from "./result-unavailable.ts";
import { takeLastFrame, type WantedFrame } from "./take-last-frame.ts";

export interface Taking {
  readonly job: JobRow;
  readonly intent: IntentRow;
  readonly planned: PlannedJob;
  /** With a placeholder for each need. */
  readonly body: JsonObject;
}

/**
 * Puts the results of other jobs into a body. What was found is kept, so that a create that is sent again under its key names the same.
 * Throws ResultUnavailable where a result cannot be had, now or for good.
 */
export async function takeResults(
  context: EngineContext,
  { job, intent, planned, body }: Taking,
): Promise<JsonObject> {
  const { needs = [] } = planned;
  if (needs.length === 0) return body;
  const rows = await context.store.reader
    .selectFrom("need")
    .selectAll()
    .where("job_id", "=", job.id)
    .orderBy("number")
    .execute();
  const values = new Map<string, string>();
  for (const [at, need] of needs.entries()) {
    const row = rows[at];
    if (!row)
      throw new ResultUnavailable("result_missing", `what the job takes of ${need.job} is not in the store`);
    const placeholder = placeholderOf(need);
    const kept = keptValue(context, row, intent);
    const wanted = { row, planned, body, placeholder, parentName: need.job, tries: intent.sends };
    values.set(placeholder, kept ?? (await takeResult(context, wanted)).value);
  }
  const placed = labelMedia(body, values);
  return isJsonObject(placed) ? placed : body;
}

/** What was found before. An address that has ended is asked for anew, unless the create may have been sent with it. */
function keptValue(
  { clock }: EngineContext,
  { value, expires_at }: NeedRow,
  { unclear_sends }: IntentRow,
): string | undefined {
  const isOver = expires_at !== null && expires_at <= clock.nowMs() && unclear_sends === 0;
  return isOver ? undefined : (value ?? undefined);
}

/** One read may be answered from a cache: so many tries pass before a result counts as gone. */
const MOST_TRIES = 5;

interface Wanted extends WantedFrame {
  /** How often the job was tried, with this time. */
  readonly tries: number;
}

async function takeResult(context: EngineContext, wanted: Wanted): Promise<PickedResult> {
  const { row } = wanted;
  if (row.form !== "last-frame") return keep(context, row, await readResult(context, wanted));
  const frame = await takeLastFrame(context, wanted);
  // What travels in the body is decoded anew; an address must stay the same at every later send.
  return frame.expiresAtMs === undefined ? frame : keep(context, row, frame);
}

async function keep(context: EngineContext, row: NeedRow, picked: PickedResult): Promise<PickedResult> {
  await context.store.write((db) =>
    db
      .updateTable("need")
      .set({ value: picked.value, expires_at: picked.expiresAtMs ?? null })
      .where("job_id", "=", row.job_id)
      .where("number", "=", row.number)
      .execute(),
  );
  return picked;
}

async function readResult(context: EngineContext, { row, parentName, tries }: Wanted): Promise<PickedResult> {
  const isPassing = tries < MOST_TRIES;
  const parent = await getJob(context.store.reader, row.parent_id);
  if (row.form === "task-id" && parent.task_id !== null) return { value: parent.task_id };
  const id = row.form === "id" ? await knownId(context, row, parentName) : undefined;
  if (id !== undefined) return { value: id };
  const what = `${row.kind ?? "result"} ${Math.max(row.result, 1)}`;
  if (context.providerOf(parent)?.isReadable?.(parent.route_id) === false)
    throw new ResultUnavailable(
      "result_missing",
      `the response to ${parentName} (${parent.id}) has no ${what}`,
    );
  const provider = providerFor(context, parent);
  const task = await readTask({ ...context, provider }, parent, isPassing);
  const picked = pickResult(row, task);
  if (picked) return picked;
  if (await hasOutlivedFiles({ clock: context.clock, provider }, parent, task))
    throw new ResultUnavailable(
      "result_gone",
      `the service no longer has the ${what} of ${parentName} (${parent.id})`,
    );
  throw new ResultUnavailable(
    "result_missing",
    `the task of ${parentName} (${parent.id}) has no ${what} with ${row.form === "id" ? "an id" : "an address"}`,
    { isPassing },
  );
}

/** Ids were kept when the task ended; each format of a sound has that of the sound. */
async function knownId(
  { store }: EngineContext,
  { parent_id, kind, result }: NeedRow,
  parentName: string,
): Promise<string | undefined> {
  const rows = await store.reader
    .selectFrom("result")
    .select(["kind", "result_id"])
    .where("job_id", "=", parent_id)
    .orderBy("number")
    .execute();
  const ids = rows.flatMap((row) => (kind === null || row.kind === kind ? (row.result_id ?? []) : []));
  const different = [...new Set(ids)];
  if (result === ONLY_RESULT && different.length > 1) throw ambiguous(parentName, different);
  return different[Math.max(result, 1) - 1];
}

const ambiguous = (parentName: string, ids: readonly string[]) =>
  new ResultUnavailable(
    "result_ambiguous",
    `${parentName} found ${ids.length} (${ids.map((id, at) => `result ${at + 1} has the ID ${id}`).join(", ")}), and the request does not say which, such as { from: ${parentName}, result: 1 }`,
  );

function providerFor({ providerOf }: EngineContext, parent: JobRow): Provider {
  const provider = providerOf(parent);
  if (provider) return provider;
  const message = `the result of ${parent.name} (${parent.id}) is read at ${parent.provider}, of which no account is set. Set its key, and continue`;
  throw new ResultUnavailable("account_missing", message, { isPassing: true });
}

async function readTask(context: EngineContext, parent: JobRow, mayComeBack: boolean): Promise<TaskView> {
  const { provider } = context;
  const whose = `${parent.name} (${parent.id})`;
  const ref = refOf(parent);
  const { readTimeoutMs } = context.timing;
  const answers = await readWithinTime(
    readTimeoutMs,
    provider.read([ref], callContext(context, readTimeoutMs)).then(([answer]) => answer ?? LEFT_OUT),
  );
  const answer = ownAnswer(answers, ref);
  if (answer.kind === "found") return answer.task;
  if (answer.kind === "error")
    throw new ResultUnavailable(
      "result_unread",
      `the result of ${whose} could not be read: ${isInterrupted(context) ? "the run ended before the response came" : answer.message}`,
      { isPassing: true },
    );
  const isPassing = mayComeBack && answer.kind === "absent";
  throw new ResultUnavailable("result_gone", `the service no longer has the task of ${whose}`, { isPassing });
}

const LEFT_OUT = { kind: "error", message: "the read left the task out" } as const;
