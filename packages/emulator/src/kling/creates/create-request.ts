import {
  type CapabilityRow,
  type CreateCheck,
  checkCreate,
  findModel,
  serviceMessage,
  type VideoFacts,
  type VideoOperation,
} from "@klingkit/spec";
import type { Account } from "../../world/accounts/account.ts";
import type { Caller } from "../caller.ts";
import type { KlingState } from "../state.ts";

/** What spec says of the body. */
export type VideoCheck = CreateCheck<VideoFacts, CapabilityRow>;

/** A create between its credential and its response. */
export interface CreateRequest {
  readonly state: KlingState;
  readonly account: Account;
  readonly caller: Caller;
  readonly operation: VideoOperation;
  /** What the body says, and what is wrong with it. */
  readonly check: VideoCheck;
}

/** Checks a body as the service does. */
export function checkBody(
  { settings }: KlingState,
  account: Account,
  { operation, body }: { readonly operation: VideoOperation; readonly body: unknown },
): VideoCheck {
  return checkCreate(operation, body, {
    as: settings.isStrict ? "client" : "service",
    isLocalService: true,
    allowsRetired: settings.allowsRetiredModels,
    serviceMessage,
    elementKind: (id) => account.elements.get(id),
  });
}

/** Both names of a model, so that a key may be limited by either. */
export function namesOf(model: string): readonly string[] {
  const found = findModel(model);
  return [model, found?.standardName ?? model, found?.legacyName ?? model];
}

/** Pool of the concurrency limit: model version × pack type. @source DOC (concurrency rules) */
export const poolOf = (model: string): string => `${findModel(model)?.standardName ?? model}/video`;
