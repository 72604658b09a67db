import { type CapabilityRow, TASK_FAILURE_MESSAGES, type VideoFacts } from "@klingkit/spec";
import type { ResultPlan } from "../../media/index.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import { unitsOf } from "./checks.ts";
import { type CreateRequest, poolOf } from "./create-request.ts";
import { inputFilesOf } from "./input-files.ts";
import { planLife } from "./plan-life.ts";
import { planResults } from "./plan-results.ts";

/** As much of a prompt as a picture has room for. */
const MAX_PROMPT_CHARACTERS = 400;

export interface NewTask {
  readonly task: TaskRecord;
  /** The image that the picture starts from, where it was sent as data. */
  readonly image: Uint8Array | undefined;
}

/** Makes the record of an accepted create. */
export function makeTask(request: CreateRequest, facts: VideoFacts, row: CapabilityRow): NewTask {
  const { state, account, operation } = request;
  const nowMs = state.clock.nowMs();
  const nth = account.createCount;
  const seedKey = `${account.name}/${facts.externalTaskId ?? `#${nth}`}`;
  const inputs = inputFilesOf(facts);
  const results = planResults({ facts, row, inputs, switches: state.settings.switches });
  const task: TaskRecord = {
    id: state.taskIds.next(account.name, nth, nowMs),
    account: account.name,
    seedKey,
    family: operation.family,
    product: operation.product,
    operationId: operation.id,
    model: row.model,
    pool: poolOf(row.model),
    weight: 1,
    externalTaskId: facts.externalTaskId,
    callbackUrl: facts.callbackUrl,
    hasWatermark: facts.hasWatermark,
    prompt: promptOf(facts).slice(0, MAX_PROMPT_CHARACTERS),
    inputUrls: inputs.urls,
    imageUrl: inputs.imageUrl,
    hasImageBytes: inputs.image !== undefined,
    info: {},
    units: unitsOf(request),
    results,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    status: "submitted",
    message: "",
    plan: planLife(state, {
      failure: scriptedFailure(request, row),
      seedKey,
      model: row.model,
      durationSeconds: longestSeconds(results),
      hasTooSmallImage: inputs.hasTooSmallImage,
    }),
    expiresAtMs: undefined,
    deliveredResults: [],
  };
  return { task, image: inputs.image };
}

/** What the time of the generation follows. */
const longestSeconds = (results: readonly ResultPlan[]): number =>
  Math.max(0, ...results.map((plan) => ("durationSeconds" in plan ? plan.durationSeconds : 0)));

function promptOf({ prompt, shots }: VideoFacts): string {
  return prompt ?? shots.map((shot) => shot.prompt).join(" | ");
}

function scriptedFailure(
  { state, account, operation }: CreateRequest,
  { model }: CapabilityRow,
): string | undefined {
  const { method, path, id: operationId } = operation;
  const action = state.faults.match("task", { method, path, model, account: account.name, operationId });
  return action && (action.message ?? TASK_FAILURE_MESSAGES.riskControl);
}
