import {
  advancedElements,
  type CapabilityRow,
  type CreateCheck,
  type CreateOperation,
  checkCreate,
  type ElementFacts,
  findModel,
  isJsonObject,
  isVideoOperation,
  serviceMessage,
  type VideoFacts,
} from "@klingkit/spec";
import type { AudioPlan } from "../../media/index.ts";
import type { Account } from "../../world/accounts/account.ts";
import type { Caller } from "../caller.ts";
import { findElement } from "../library/find-element.ts";
import type { KlingState } from "../state.ts";
import type { FaceSession } from "./face-session.ts";
import type { ParentVideo } from "./parent-video.ts";

/** A create between its credential and its response. */
export interface CreateRequest {
  readonly state: KlingState;
  readonly account: Account;
  readonly caller: Caller;
  readonly operation: CreateOperation;
  /** As it came, parsed. */
  readonly body: unknown;
  /** What the body says, and what is wrong with it. */
  readonly check: CreateCheck;
  /** The video that the body names by its id; undefined where it names none, or none that exists. */
  readonly parent: ParentVideo | undefined;
  /** The sound that the body names by its id; undefined where it names none, or none that exists. */
  readonly sound: AudioPlan | undefined;
  /** The faces that the body names by their session; undefined where it names none, or none that lives. */
  readonly session: FaceSession | undefined;
}

/** Checks a body as the service does. */
export function checkBody(
  state: KlingState,
  account: Account,
  { operation, body }: { readonly operation: CreateOperation; readonly body: unknown },
): CreateCheck {
  const { settings } = state;
  return checkCreate(operation, body, {
    as: settings.isStrict ? "client" : "service",
    isLocalService: true,
    allowsRetired: settings.allowsRetiredModels,
    serviceMessage,
    elementKind: (id) => findElement(state, account, id)?.kind,
  });
}

/** Facts and row of a create that a `VideoRequest` is compiled for; undefined for other creates. */
export function videoPartOf({
  operation,
  check: { facts, row },
}: Pick<CreateRequest, "operation" | "check">):
  | { readonly facts: VideoFacts; readonly row: CapabilityRow }
  | undefined {
  if (!isVideoOperation(operation) || !facts || !row) return undefined;
  // The check was made for this operation, so both are of its own kind.
  return { facts: facts as VideoFacts, row: row as CapabilityRow };
}

/** What chance is asked with for a create: the same for the same create, whatever came before. */
export const seedKeyOf = ({ account, check: { facts } }: Pick<CreateRequest, "account" | "check">): string =>
  `${account.name}/${facts?.externalTaskId ?? `#${account.createCount}`}`;
/** Facts of the creation of an element; undefined for other creates. */
export function elementPartOf({
  operation,
  check: { facts },
}: Pick<CreateRequest, "operation" | "check">): ElementFacts | undefined {
  // The check was made for this operation, so the facts are of its kind.
  return operation.id === advancedElements.create.id ? (facts as ElementFacts | undefined) : undefined;
}

/** A text of a flat body, by its field; undefined where it is missing. */
export function textOf(
  { check: { facts } }: Pick<CreateRequest, "check">,
  field: string,
): string | undefined {
  if (!facts || !("texts" in facts)) return undefined;
  const { texts } = facts;
  if (typeof texts !== "object" || texts === null) return undefined;
  const value: unknown = Object.entries(texts).find(([name]) => name === field)?.[1];
  return typeof value === "string" ? value : undefined;
}

/** Where bodies name a video that exists already. */
const VIDEO_ID_FIELDS = ["video_id", "input.video_id"] as const;
/** Where bodies name a sound that exists already. */
const AUDIO_ID_FIELDS = ["audio_id", "face_choose[0].audio_id"] as const;

const firstText = (request: Pick<CreateRequest, "check">, fields: readonly string[]): string | undefined =>
  fields.map((field) => textOf(request, field)).find((text) => text !== undefined);

export const videoIdOf = (request: Pick<CreateRequest, "check">) => firstText(request, VIDEO_ID_FIELDS);
export const audioIdOf = (request: Pick<CreateRequest, "check">) => firstText(request, AUDIO_ID_FIELDS);

/** Length of the sound or video that the result follows; the assumed one where it is not known. */
export const inputSecondsOf = ({
  sound,
  parent,
  session,
  state,
}: Pick<CreateRequest, "sound" | "parent" | "session" | "state">): number =>
  session?.video.durationSeconds ??
  parent?.plan.durationSeconds ??
  sound?.durationSeconds ??
  state.settings.switches.assumedInputSeconds;

/** Ids of the elements of a flat body. */
export function elementIdsOf({
  operation,
  body,
}: Pick<CreateRequest, "operation" | "body">): readonly string[] {
  const normal = operation.normalize(body);
  const list = isJsonObject(normal) ? normal["element_list"] : undefined;
  if (!Array.isArray(list)) return [];
  return list.map((entry: unknown) => (isJsonObject(entry) ? String(entry["element_id"]) : ""));
}

/** Both names of a model, so that a key may be limited by either. */
export function namesOf(model: string): readonly string[] {
  const found = findModel(model);
  return [model, found?.standardName ?? model, found?.legacyName ?? model];
}
