import { resolve } from "node:path";
import { PRICE_CARD } from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import type { EngineContext } from "../context/engine-context.ts";
import { accountOf } from "../context/engine-contexts.ts";
import { newId } from "../context/new-id.ts";
import { readWithinTime } from "../context/within-time.ts";
import { addEvent } from "../events/add-event.ts";
import { hashOf } from "../plan/canonical.ts";
import type { PlannedJob } from "../plan/plan.ts";
import { adoptedRouteId } from "../provider/adopted-route.ts";
import { EXTENSIONS, extensionOf, type FileFacts } from "../provider/file-extensions.ts";
import { isNameFor, pathFor } from "../provider/file-names.ts";
import { ownAnswer } from "../provider/own-answer.ts";
import type { TaskView } from "../provider/provider.ts";
import { serviceKeyOf } from "../provider/service-key.ts";
import { freePaths } from "../state/free-paths.ts";
import type { AccountKey } from "../store/account-key.ts";
import type { Db, NewJob } from "../store/schema.ts";
import { catchUp } from "./catch-up.ts";

/** A task that another tool has made. */
export interface ForeignTask {
  readonly taskId: string;
  /** Its external id, where it has one. */
  readonly externalId?: string | undefined;
  /** Whose task it is. Default `kling`. */
  readonly service?: string;
  /** Product of the legacy family to read it by, such as `text2video`. Default: `/tasks`, which needs an API key. */
  readonly product?: string | undefined;
  /**
   * File of the first result, relative to the engine's folder; a taken path gets a number. Refused where the task has ended with a
   * result of another kind than the name tells. Default: `TASK_ID` with the extension of that result.
   */
  readonly output?: string | undefined;
  /** Default `adopted`. */
  readonly purpose?: string | undefined;
}

export const FOREIGN_TASK_NAMES: KeysOf<ForeignTask> = {
  taskId: true,
  externalId: true,
  service: true,
  product: true,
  output: true,
  purpose: true,
};

export type AdoptionResult =
  | { readonly kind: "done"; readonly jobId: string }
  /** `isMissing`: the service does not show the task to this account. */
  | { readonly kind: "refused"; readonly reason: string; readonly isMissing?: true };

const UNKNOWN_MODEL = "unknown";

/**
 * Makes a job of a task that no job knows: a run collects its file, and its price is what the service reports.
 * The task is read first. Buys nothing.
 */
export async function adoptForeign(
  context: EngineContext,
  { outputDir, ...task }: ForeignTask & { readonly outputDir: string },
): Promise<AdoptionResult> {
  const { store, provider, timing } = context;
  const ref = {
    routeId: adoptedRouteId(task.product),
    externalId: task.externalId ?? `${adoptedRouteId()}:${task.taskId}`,
    taskId: task.taskId,
  };
  const { readTimeoutMs } = timing;
  const [read] = await readWithinTime(readTimeoutMs, provider.read([ref], { timeoutMs: readTimeoutMs }));
  const answer = read && ownAnswer(read, ref);
  if (answer?.kind === "error") return refused(`the task could not be read: ${answer.message}`);
  if (answer?.kind !== "found")
    return { ...refused(`the service does not show a task ${task.taskId}`), isMissing: true };
  const misnamed = whyMisnamed(task, answer.task);
  if (misnamed !== undefined) return refused(misnamed);
  const result = await store.write(async (db): Promise<AdoptionResult> => {
    const owner = await findOwner(db, { ...ref, ...accountOf(context) });
    if (owner) return refused(`task ${task.taskId} belongs to job ${owner.id} (${owner.state})`);
    return {
      kind: "done",
      jobId: await insert(db, context, { ...task, ...ref, outputDir, view: answer.task }),
    };
  });
  if (result.kind === "done") await catchUp(context, [result.jobId]);
  return result;
}

const refused = (reason: string) => ({ kind: "refused", reason }) as const;

/** What the task made first; undefined before its end. */
const firstFileOf = ({ status, files, url }: TaskView): FileFacts | undefined =>
  status === "succeeded" ? (files?.[0] ?? { kind: "video", url }) : undefined;

function whyMisnamed({ taskId, output }: ForeignTask, view: TaskView): string | undefined {
  const first = firstFileOf(view);
  if (output === undefined || first === undefined || isNameFor(output, first)) return undefined;
  return `the first result of task ${taskId} is of kind ${first.kind}, and '${output}' is no name for it. Use ${extensionOf(first)}`;
}

/** Keys are unique in a store; task ids in an account. */
const findOwner = (
  db: Db,
  {
    provider,
    account,
    taskId,
    externalId,
  }: AccountKey & { readonly taskId: string; readonly externalId: string },
) =>
  db
    .selectFrom("job")
    .select(["id", "state"])
    .where((job) =>
      job.or([
        job("ext_id", "=", externalId),
        job.and([job("task_id", "=", taskId), job("provider", "=", provider), job("account", "=", account)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();

interface Adoption extends ForeignTask {
  readonly routeId: string;
  readonly externalId: string;
  readonly outputDir: string;
  readonly view: TaskView;
}

async function insert(db: Db, context: EngineContext, adoption: Adoption): Promise<string> {
  const { clock, random } = context;
  const { taskId, outputDir } = adoption;
  const output = adoption.output ?? defaultOutput(adoption);
  const nowMs = clock.nowMs();
  const id = newId("j", { nowMs, random });
  const batchId = newId("b", { nowMs, random });
  const [filePath = output] = await freePaths(db, [resolve(outputDir, output)]);
  const planned = plannedOf(context, adoption, output);
  const row = jobRow(context, adoption, { id, batchId, filePath, hash: planned.hash, nowMs });
  await db.insertInto("job").values(row).execute();
  await db
    .insertInto("job_plan")
    .values({ job_id: id, planned_json: JSON.stringify(planned) })
    .execute();
  const data = { taskId, ...serviceKeyOf(row) };
  await addEvent(db, { atMs: nowMs, jobId: id, kind: "job-adopted", to: "running", data });
  return id;
}

/** The id comes from the service, and a path must not. */
const fileNameOf = (taskId: string): string => taskId.replaceAll(/[^\w-]/g, "_");

/** Before its end a task is taken for a video; a file of another kind gets its own extension when it is fetched. */
function defaultOutput({ taskId, view }: Adoption): string {
  const path = `${fileNameOf(taskId)}.${EXTENSIONS.video}`;
  const first = firstFileOf(view);
  return first === undefined ? path : pathFor(path, first);
}

/** What is known of how the task was asked for: nothing. */
function plannedOf({ provider }: EngineContext, { taskId, routeId }: Adoption, output: string) {
  const payload = { task_id: taskId };
  const method = "GET";
  const path = "/tasks";
  return {
    name: taskId,
    service: provider.name,
    hash: hashOf({ method, path, payload }),
    request: {},
    routeId,
    routeState: "documented",
    model: UNKNOWN_MODEL,
    method,
    path,
    payload,
    media: [],
    estimate: { isKnown: false, reason: "another tool made the task", priceCard: PRICE_CARD.version },
    issues: [],
    warnings: [],
    output,
  } satisfies Omit<PlannedJob, "capability" | "method"> & { readonly method: "GET" };
}

interface JobFacts {
  readonly id: string;
  readonly batchId: string;
  readonly filePath: string;
  readonly hash: string;
  readonly nowMs: number;
}

function jobRow(
  { provider }: EngineContext,
  { taskId, externalId, routeId, purpose = "adopted", view }: Adoption,
  { id, batchId, filePath, hash, nowMs }: JobFacts,
): NewJob {
  return {
    id,
    batch_id: batchId,
    purpose,
    name: taskId,
    route_id: routeId,
    model: UNKNOWN_MODEL,
    plan_hash: hash,
    provider: provider.name,
    account: provider.account,
    unit: view.unit ?? "video",
    ...provider.poolOf({ routeId, model: UNKNOWN_MODEL, payload: {} }),
    state: "running",
    version: 1,
    next_at: nowMs,
    waits_for: null,
    lease_owner: null,
    ext_id: externalId,
    task_id: taskId,
    approval_id: null,
    estimate_units: null,
    failures: 0,
    error_json: null,
    file_path: filePath,
    timing_key: routeId,
    accepted_at: Math.min(nowMs, view.createdAtMs ?? nowMs),
    ended_at: null,
    raw_status: view.rawStatus,
    result_url: null,
    files_until: null,
    retry_of: null,
    ordinal: 0,
    round: 0,
    created_at: nowMs,
    updated_at: nowMs,
  };
}
