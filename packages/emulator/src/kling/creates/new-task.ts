import {
  type CapabilityRow,
  type ItemFact,
  PIXEL_CHECK_MS,
  TASK_FAILURE_MESSAGES,
  type VideoFacts,
} from "@klingkit/spec";
import { readImageSize } from "../../media/image-size.ts";
import { isTooSmall } from "../../world/tasks/lifecycle.ts";
import type { TaskPlan, TaskRecord } from "../../world/tasks/task-record.ts";
import { assumedSeconds, unitsOf } from "./checks.ts";
import { type Draft, poolOf } from "./create-request.ts";
import { generationTime } from "./generation-time.ts";
import { pictureSize } from "./picture-size.ts";

/** As much of a prompt as a picture has room for. */
const MAX_PROMPT_CHARACTERS = 400;

const isUrl = (value: string): boolean => /^https?:/i.test(value);

/** Longer input URLs are cut, so that a task stays small. INF: a limit for memory, not the service's. */
const MAX_URL_CHARACTERS = 4_096;
const boundUrl = (url: string): string => url.slice(0, MAX_URL_CHARACTERS);

const allInputs = (facts: VideoFacts): readonly ItemFact[] =>
  [
    facts.firstFrame,
    facts.lastFrame,
    facts.motionImage,
    facts.motionVideo,
    ...facts.referenceImages,
    ...facts.videos,
  ].filter((item) => item !== undefined);

export interface NewTask {
  readonly task: TaskRecord;
  /** The image that the picture starts from, where it was sent as data. */
  readonly image: Uint8Array | undefined;
}

/** Makes the record of an accepted create. */
export function makeTask(draft: Draft, facts: VideoFacts, row: CapabilityRow): NewTask {
  const { state, account, operation } = draft;
  const nowMs = state.clock.nowMs();
  const nth = account.createCount;
  const seedKey = `${account.name}/${facts.externalTaskId ?? `#${nth}`}`;
  const inputs = allInputs(facts);
  const decoded = new Map(
    inputs
      .filter(({ value }) => !isUrl(value))
      .map(({ value }) => [value, Buffer.from(value, "base64")] as const),
  );
  const start = facts.firstFrame ?? facts.motionImage ?? facts.referenceImages[0] ?? facts.lastFrame;
  const image = start && decoded.get(start.value);
  const video = {
    ...pictureSize(facts, facts.referenceImages[0] === start ? undefined : image && readImageSize(image)),
    durationSeconds: secondsOf(facts, assumedSeconds(facts, row, state.settings.switches)),
    hasAudio: facts.audio !== "off",
  };
  const hasSmallImage = [...decoded.values()].some(isTooSmall);
  const task: TaskRecord = {
    id: state.taskIds.next(account.name, nth, nowMs),
    account: account.name,
    seedKey,
    family: operation.family,
    product: operation.product,
    capability: operation.capability,
    operationId: operation.id,
    model: row.model,
    pool: poolOf(row.model),
    externalTaskId: facts.externalTaskId,
    callbackUrl: facts.callbackUrl,
    hasWatermark: facts.hasWatermark,
    prompt: promptOf(facts).slice(0, MAX_PROMPT_CHARACTERS),
    inputUrls: inputs
      .map(({ value }) => value)
      .filter(isUrl)
      .map(boundUrl),
    imageUrl: start && isUrl(start.value) ? boundUrl(start.value) : undefined,
    hasImageBytes: image !== undefined,
    units: unitsOf(draft),
    video,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    status: "submitted",
    message: "",
    plan: planOf(draft, {
      failure: scriptedFailure(draft, row),
      seedKey,
      model: row.model,
      durationSeconds: video.durationSeconds,
      hasSmallImage,
    }),
    isDelivered: false,
  };
  return { task, image };
}

function promptOf({ prompt, shots }: VideoFacts): string {
  return prompt ?? shots.map((shot) => shot.prompt).join(" | ");
}

function secondsOf(facts: VideoFacts, assumedSeconds: number): number {
  const followsInput = facts.videos.some(({ use }) => use === "base");
  return followsInput ? assumedSeconds : (facts.durationSeconds ?? assumedSeconds);
}

function scriptedFailure({ state, account, operation }: Draft, { model }: CapabilityRow): string | undefined {
  const { method, path, id: operationId } = operation;
  const action = state.faults.match("task", { method, path, model, account: account.name, operationId });
  return action && (action.message ?? TASK_FAILURE_MESSAGES.riskControl);
}

interface PlanRequest {
  readonly seedKey: string;
  readonly model: string;
  readonly durationSeconds: number;
  readonly hasSmallImage: boolean;
  /** Reason of a scripted failure. */
  readonly failure: string | undefined;
}

function planOf({ state }: Draft, { hasSmallImage, failure, ...request }: PlanRequest): TaskPlan {
  const { settings, clock, chance } = state;
  const nowMs = clock.nowMs();
  const { processingAfterMs, endAfterMs } = generationTime(request, chance, settings.durations);
  const { transitions } = settings;
  const byTime = {
    kind: "time",
    processingAtMs: nowMs + processingAfterMs,
    endAtMs: nowMs + endAfterMs,
    readsLeft: 0,
  } as const;
  const reason = hasSmallImage ? TASK_FAILURE_MESSAGES.imagePixelInvalid : failure;
  // Whoever counts reads waits by reads, for failures too.
  if (transitions.mode === "reads")
    return { ...byTime, kind: "reads", readsLeft: transitions.reads, failure: reason };
  if (hasSmallImage) {
    const endAtMs = nowMs + PIXEL_CHECK_MS;
    const processingAtMs = Math.min(byTime.processingAtMs, endAtMs);
    return { ...byTime, processingAtMs, endAtMs, failure: reason };
  }
  if (reason !== undefined) return { ...byTime, failure: reason };
  if (transitions.mode === "stuck") return { ...byTime, kind: "stuck" };
  return transitions.mode === "failing" ? { ...byTime, failure: transitions.message } : byTime;
}
