import {
  appraise,
  type CheckOptions,
  type CreateCheck,
  type CreateOperation,
  checkCreate,
  type Estimate,
  INVALID_PARAMETER,
  type Issue,
  isJsonObject,
  type JsonObject,
  UNREADABLE_ESTIMATE,
  type Warning,
} from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import { dropUndefined } from "@klingkit/spec/core";
import { ResponseError } from "../core/errors/response-error.ts";
import { refuseUnknown } from "../core/refuse-unknown.ts";
import type { Answer, CallOptions } from "../core/send.ts";
import type { AnsweredTask, CreatedTask, TaskSnapshot } from "../core/task.ts";
import type { KlingCore } from "./kling-core.ts";
import { NO_LOOK_UP } from "./no-look-up.ts";
import { refuse } from "./refuse.ts";
import { KLING } from "./service-name.ts";
import { isOther } from "./tasks/other-task.ts";
import { parseTask } from "./tasks/parse-task.ts";

export interface CreateOptions extends CallOptions, Pick<CheckOptions, "allowsRetired" | "elementKind"> {
  /** Fields that this package does not know yet; merged into the body after the check, so nothing vouches for them. */
  readonly extraBody?: JsonObject | undefined;
  /** Refuses what would only be warned of. Default false. */
  readonly strict?: boolean | undefined;
  /** Length of the input video in seconds, for a price where the output follows it. */
  readonly inputVideoSeconds?: number | undefined;
}

export const CREATE_OPTIONS: KeysOf<CreateOptions> = {
  signal: true,
  timeoutMs: true,
  allowsRetired: true,
  elementKind: true,
  extraBody: true,
  strict: true,
  inputVideoSeconds: true,
};

/** What `videos` knows of a body that it has written. */
export interface Written {
  readonly routeId: string;
  readonly warnings: readonly Warning[];
}

/** Sends a body of an operation that answers at once; otherwise as `createTask`. Costs units when it is answered. */
export async function answerTask(
  core: KlingCore,
  operation: CreateOperation,
  body: object,
  options?: CreateOptions,
): Promise<AnsweredTask> {
  const { task, ...created } = await createTask(core, operation, body, options);
  if (!task) throw new TypeError(`${operation.id} does not answer at once`);
  return { ...created, task };
}

/**
 * Checks a body and sends it once. Costs units when the task succeeds.
 * Throws InvalidRequestError before any byte leaves when a rule is broken; an unclear end
 * (`mayHaveCharged: "unknown"`) must be looked up by the external id, never sent again blindly.
 */
export async function createTask(
  core: KlingCore,
  operation: CreateOperation,
  body: object,
  options: CreateOptions = {},
  written?: Written,
): Promise<CreatedTask> {
  if (!written) refuseUnknown(options, CREATE_OPTIONS, "create");
  const { isLocalService } = core;
  const checked = checkCreate(operation, body, { isLocalService, ...options });
  const warnings = written?.warnings ?? checked.warnings;
  const issues = options.strict ? [...checked.issues, ...warnings.map(asIssue)] : checked.issues;
  if (issues.length > 0) throw refuse(operation, issues);
  const full = merge(isJsonObject(body) ? body : {}, options.extraBody ?? {});
  const externalTaskId = externalIdOf(full);
  const estimate = estimateOf(operation, full, { ...options, checked });
  const answer = await core.spend({ service: core.service, operation, body: full, estimate, warnings }, () =>
    core.send(operation, {
      body: full,
      externalTaskId,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    }),
  );
  const task = readTask(core, operation, answer, { externalTaskId, model: modelOf(operation, full) });
  return {
    ...handleOf(task),
    ...dropUndefined({ requestId: answer.requestId, routeId: written?.routeId }),
    estimate,
    warnings,
    ...(operation.answer === "now" ? { task } : {}),
  };
}

/** Of what is sent: extra fields may change the price, and only then is the body read a second time. */
function estimateOf(
  operation: CreateOperation,
  body: JsonObject,
  { allowsRetired = false, inputVideoSeconds, extraBody, checked }: CreateOptions & { checked: CreateCheck },
): Estimate {
  const { facts, row } = checked;
  if (facts && !extraBody) return operation.estimate(facts, row, { inputVideoSeconds });
  return appraise(operation, body, { allowsRetired, inputVideoSeconds })?.estimate ?? UNREADABLE_ESTIMATE;
}

const asIssue = (warning: Warning): Issue => ({ ...warning, serviceCode: INVALID_PARAMETER });

interface Known {
  readonly externalTaskId: string | undefined;
  readonly model: string | undefined;
}

function readTask(
  { readOthers }: KlingCore,
  operation: CreateOperation,
  { data, requestId }: Answer,
  known: Known,
): TaskSnapshot {
  const { family, product } = operation;
  const record = operation.toTask?.(data, requestId) ?? data;
  // The results are shown of what answers at once; nothing else has any yet.
  const context = { ...known, readOthers: operation.answer === "now" ? readOthers : undefined };
  const task = parseTask(record, { family, product, ...dropUndefined(context) });
  if (task && known.externalTaskId !== undefined && isOther(task, known))
    throw unclear(operation, task, known);
  if (task) return task;
  throw new ResponseError({
    message: `${operation.method} ${operation.path} was accepted, but the response has no task id. ${nextOf(operation)}`,
    isRetryable: false,
    mayHaveCharged: "yes",
    service: KLING,
    operationId: operation.id,
    requestId,
    externalTaskId: known.externalTaskId,
  });
}

/** Accepted means paid for where the answer comes at once. */
const nextOf = ({ answer }: CreateOperation): string =>
  answer === "now"
    ? `You were charged. ${NO_LOOK_UP}`
    : "A task was created: look it up by its external id or in the task list.";

function handleOf(task: TaskSnapshot): Omit<CreatedTask, "estimate" | "warnings"> {
  const { taskId, service, family, product, status, rawStatus, externalTaskId, createdAtMs, model } = task;
  return {
    taskId,
    service,
    family,
    product,
    status,
    rawStatus,
    ...dropUndefined({ externalTaskId, createdAtMs, model }),
  };
}

/** The answer to another create: whether ours was taken is not in it. */
function unclear(
  { id, method, path }: CreateOperation,
  { taskId, externalTaskId }: TaskSnapshot,
  known: Known,
): ResponseError {
  return new ResponseError({
    message: `${method} ${path} was answered with task ${taskId} of another external id (${externalTaskId}). A task may have been created: look it up by its external id ${known.externalTaskId} before you send it again.`,
    isRetryable: false,
    mayHaveCharged: "unknown",
    service: KLING,
    operationId: id,
    externalTaskId: known.externalTaskId,
  });
}

/** `external_task_id` at the place of the family; blank means none. @source DOC */
function externalIdOf(body: JsonObject): string | undefined {
  const { options } = body;
  const value = body["external_task_id"] ?? (isJsonObject(options) ? options["external_task_id"] : undefined);
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

function modelOf(operation: CreateOperation, body: JsonObject): string | undefined {
  if (operation.family === "standard") return operation.rows[0]?.model;
  const name = body["model_name"];
  return typeof name === "string" && name !== "" ? name : (operation.defaultModel ?? undefined);
}

function merge(body: JsonObject, extra: JsonObject): JsonObject {
  const merged = Object.entries(extra).map(([key, value]) => {
    const before = body[key];
    return [key, isJsonObject(before) && isJsonObject(value) ? merge(before, value) : value] as const;
  });
  return { ...body, ...Object.fromEntries(merged) };
}
