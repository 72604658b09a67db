import { type MediaField, mediaFieldsOf } from "@klingkit/spec";
import { isJsonObject, type JsonObject } from "@klingkit/spec/core";
import { sizeOfImage } from "../../inputs/image-size.ts";
import { nameInputs, nameOfField } from "../../inputs/name-inputs.ts";
import { type GivenInput, MAX_SLATE_INPUTS } from "../../inputs/slate-input.ts";
import { sizeOfResult } from "../../server/results/result-size.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import { HIGGSFIELD } from "../service-name.ts";
import { textOf } from "../texts.ts";
import { costUsd } from "./cost.ts";
import { planLife, type ScriptedEnd, waitingPlan } from "./life.ts";
import { planVideo } from "./plan-video.ts";
import { givenInputs, slateOf } from "./slate-facts.ts";
import type { SubmitRequest } from "./submit-request.ts";

/** As much of a prompt as a picture has room for. */
const MAX_PROMPT_CHARACTERS = 400;
/** Longer input URLs are cut, so that a request stays small. INF: a limit for memory, not the service's. */
const MAX_URL_CHARACTERS = 4_096;

export interface NewRequest {
  readonly task: TaskRecord;
  /** The image that the picture starts from, where it was uploaded here. */
  readonly image: Uint8Array | undefined;
  /** Images of the inputs that a picture shows as tiles, by their place, where they were uploaded here. */
  readonly givenImages: ReadonlyMap<number, Uint8Array>;
}

/** Makes the record of an accepted submit. */
export function makeRequest(
  request: SubmitRequest,
  { isWaiting }: { readonly isWaiting: boolean },
): NewRequest {
  const { state, account, endpoint, body, fingerprint, idempotencyKey, webhookUrl } = request;
  const nowMs = state.clock.nowMs();
  const nth = account.createCount;
  const seedKey = `${account.name}/${idempotencyKey ?? `#${nth}`}`;
  const media = mediaFieldsOf(endpoint.body, body);
  const inputUrls = media.map(({ value }) => value.slice(0, MAX_URL_CHARACTERS));
  const imageUrl = media.find(({ kind }) => kind === "image")?.value.slice(0, MAX_URL_CHARACTERS);
  const uploaded = imageUrl === undefined ? undefined : state.storage.read(imageUrl);
  const image = uploaded === "missing" ? undefined : uploaded;
  const given = givenInputs(request, media);
  const slate = slateOf(request, given);
  const results = [planVideo(request, sizeOf(request, { image, imageUrl, media }))];
  const end = scriptedEnd(request);
  const life = { seedKey, operationId: endpoint.id, results };
  const task: TaskRecord = {
    id: state.chance.uuid("request", account.name, nth),
    account: account.name,
    seedKey,
    family: HIGGSFIELD,
    product: HIGGSFIELD,
    operationId: endpoint.id,
    model: endpoint.id,
    pool: HIGGSFIELD,
    weight: 1,
    externalTaskId: idempotencyKey,
    callbackUrl: webhookUrl,
    hasWatermark: false,
    prompt: promptOf(body).slice(0, MAX_PROMPT_CHARACTERS),
    ...(media.length > 0 ? { inputNames: namesOf(request, media) } : {}),
    ...(slate ? { slate } : {}),
    inputUrls,
    imageUrl,
    hasImageBytes: image !== undefined,
    info: { fingerprint, retentionSeconds: request.retentionSeconds },
    unit: "usd",
    units: costUsd(endpoint, body, state.settings),
    results,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    status: "submitted",
    message: "",
    plan: isWaiting ? waitingPlan(end) : planLife(state, life, end),
    expiresAtMs: undefined,
    deliveredResults: [],
  };
  return { task, image, givenImages: imagesOf(request, given) };
}

interface Shapes {
  readonly image: Uint8Array | undefined;
  readonly imageUrl: string | undefined;
  readonly media: readonly MediaField[];
}

/** Size of what the video looks like: an edit like its video, all others like their image. INF */
function sizeOf({ state, endpoint }: SubmitRequest, { image, imageUrl, media }: Shapes) {
  const videoUrl = media.find(({ kind }) => kind === "video")?.value;
  const url = endpoint.workflow === "video-edit" ? videoUrl : imageUrl;
  if (url === undefined) return undefined;
  return url === imageUrl && image ? sizeOfImage(image) : sizeOfResult(url, state);
}

function namesOf({ body }: SubmitRequest, media: readonly MediaField[]): readonly string[] {
  const { character_orientation: orientation } = body;
  return nameInputs([
    ...media.map(({ path }) => nameOfField(path)),
    ...(typeof orientation === "string" ? [`orientation ${orientation}`] : []),
  ]);
}

function imagesOf(
  { state: { storage } }: SubmitRequest,
  given: readonly GivenInput[],
): ReadonlyMap<number, Uint8Array> {
  const images = new Map<number, Uint8Array>();
  given.slice(0, MAX_SLATE_INPUTS).forEach(({ kind, value }, place) => {
    const bytes = kind === "image" ? storage.read(value) : undefined;
    if (bytes !== undefined && bytes !== "missing") images.set(place, bytes);
  });
  return images;
}

function promptOf(body: JsonObject): string {
  const { prompt, multi_prompt: shots } = body;
  if (typeof prompt === "string" && prompt !== "") return prompt;
  const list = Array.isArray(shots) ? shots.filter(isJsonObject) : [];
  return list.map((shot) => String(shot["prompt"] ?? "")).join(" | ");
}

function scriptedEnd({ state, account, endpoint }: SubmitRequest): ScriptedEnd {
  const { method, path, id } = endpoint;
  const event = { service: HIGGSFIELD, method, path, model: id, account: account.name, operationId: id };
  const action = state.faults.match("task", event);
  return action
    ? { failure: action.message ?? textOf("generationFailed"), failureReason: action.reason }
    : {};
}
