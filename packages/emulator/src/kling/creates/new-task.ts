import { identifyFace, type Outcome, type RequestFacts, TASK_FAILURE_MESSAGES } from "@klingkit/spec";
import { slateInputs } from "../../inputs/slate-input.ts";
import type { ResultPlan, SlateFacts } from "../../media/index.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import { KLING } from "../service-name.ts";
import { costOf, slotsOf } from "./cost.ts";
import { type CreateRequest, seedKeyOf, videoPartOf } from "./create-request.ts";
import { sessionInfo } from "./face-checks.ts";
import { type InputFiles, inputFilesOf } from "./input-files.ts";
import { ledgerInfoOf } from "./ledger-info.ts";
import { parentInfo } from "./parent-video.ts";
import { planLife } from "./plan-life.ts";
import { planResults } from "./plan-results.ts";
import { cameraMove, operationWords } from "./slate-facts.ts";

/** As much of a prompt as a picture has room for. */
const MAX_PROMPT_CHARACTERS = 400;

export interface NewTask {
  readonly task: TaskRecord;
  /** The image that the picture starts from, where it was sent as data. */
  readonly image: Uint8Array | undefined;
  /** The image that a video ends with, where it was sent as data beside the other. */
  readonly lastImage: Uint8Array | undefined;
  /** Images of the inputs that a picture shows as tiles, by their place, where they were sent as data. */
  readonly givenImages: ReadonlyMap<number, Uint8Array>;
}

/** Makes the record of an accepted create. */
export function makeTask(request: CreateRequest, facts: RequestFacts, { pool }: Outcome): NewTask {
  const { state, account, operation, parent } = request;
  const nowMs = state.clock.nowMs();
  const nth = account.createCount;
  const seedKey = seedKeyOf(request);
  const inputs = inputFilesOf(request);
  const results = planResults(request, inputs);
  const model = request.check.row?.model ?? parent?.task.model ?? "";
  const { unit, units } = costOf(request);
  const task: TaskRecord = {
    id: state.taskIds.next(account.name, nth, nowMs),
    account: account.name,
    seedKey,
    family: operation.family,
    product: operation.product,
    operationId: operation.id,
    model,
    pool,
    weight: slotsOf(request),
    externalTaskId: facts.externalTaskId,
    // What answers at once has nothing to report.
    callbackUrl: operation.answer === "now" ? undefined : facts.callbackUrl,
    hasWatermark: facts.hasWatermark,
    prompt: promptOf(request, facts).slice(0, MAX_PROMPT_CHARACTERS),
    ...(inputs.names.length > 0 ? { inputNames: inputs.names } : {}),
    ...slateOf(request, inputs),
    inputUrls: inputs.urls,
    imageUrl: inputs.imageUrl,
    hasImageBytes: inputs.image !== undefined,
    info: infoOf(request, results, nowMs),
    unit,
    units,
    ledgerInfo: ledgerInfoOf(request),
    results,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    status: "submitted",
    message: "",
    plan: planLife(state, {
      failure: scriptedFailure(request, model),
      seedKey,
      model,
      product: operation.product,
      durationSeconds: longestSeconds(results),
      hasTooSmallImage: inputs.hasTooSmallImage,
    }),
    expiresAtMs: undefined,
    deliveredResults: [],
  };
  return { task, image: inputs.image, lastImage: inputs.lastImage, givenImages: inputs.givenImages };
}

/** What pictures show beside words; nothing for a create that has nothing to show. */
function slateOf(request: CreateRequest, { given }: InputFiles): Pick<TaskRecord, "slate"> {
  const operation = operationWords(request);
  const inputs = slateInputs(given);
  const camera = cameraMove(videoPartOf(request)?.facts.camera);
  const slate: SlateFacts = {
    ...(operation === undefined ? {} : { operation }),
    ...(inputs.length > 0 ? { inputs } : {}),
    ...(camera ? { camera } : {}),
  };
  return Object.keys(slate).length > 0 ? { slate } : {};
}

/** What the task shows beside its ids: the video that it continues from. */
function infoOf(
  request: CreateRequest,
  results: readonly ResultPlan[],
  nowMs: number,
): Readonly<Record<string, unknown>> {
  const { parent, session, operation, state } = request;
  if (session) return session.task.info;
  if (operation.id === identifyFace.create.id) return sessionInfo(request, nowMs);
  return parent && showsParent(results) ? parentInfo(parent, state.linksOf, nowMs) : {};
}

/** A voice that was taken from a video does not show it. @source DOC 2026-10 */
const showsParent = (results: readonly ResultPlan[]): boolean =>
  results.every(({ kind }) => kind !== "voice");

/** What the time of the generation follows. */
const longestSeconds = (results: readonly ResultPlan[]): number =>
  Math.max(0, ...results.map((plan) => ("durationSeconds" in plan ? plan.durationSeconds : 0)));

function promptOf(request: CreateRequest, { prompt }: RequestFacts): string {
  const shots = videoPartOf(request)?.facts.shots ?? [];
  return prompt ?? shots.map((shot) => shot.prompt).join(" | ");
}

function scriptedFailure({ state, account, operation }: CreateRequest, model: string): string | undefined {
  const { method, path, id: operationId } = operation;
  const event = { service: KLING, method, path, model, account: account.name, operationId };
  const action = state.faults.match("task", event);
  if (!action) return undefined;
  const { message, failure = "" } = action;
  return message ?? operation.failures?.[failure] ?? TASK_FAILURE_MESSAGES.riskControl;
}
