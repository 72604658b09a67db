import type { BoundVoice } from "../../media/index.ts";
import type { Account } from "../../world/accounts/account.ts";
import { taskIdsOfResult } from "../renderings/task-links.ts";
import type { KlingState } from "../state.ts";
import { findOfficial, OFFICIAL } from "./official.ts";
import { findOwn } from "./own-result.ts";

export interface FoundVoice extends BoundVoice {
  readonly isOfficial: boolean;
  readonly isDeleted: boolean;
}

/** A voice of the account's library, or an official one; undefined for ids that the emulator never gave. */
export function findVoice(state: KlingState, account: Account, id: string): FoundVoice | undefined {
  const own = findOwn(state, account, { id, kind: "voice" });
  if (own) {
    const { task, index, plan, isDeleted } = own;
    const trialUrl = state.linksOf(task, state.clock.nowMs()).url(index, "mp3");
    return { id, name: plan.name, ownedBy: plan.ownedBy, trialUrl, isDeleted, isOfficial: false };
  }
  for (const { taskId } of taskIdsOfResult(id)) {
    const task = findOfficial(taskId);
    const [plan] = task?.results ?? [];
    if (!task || plan?.kind !== "voice") continue;
    const trialUrl = state.linksOf(task, state.clock.nowMs()).url(0, "mp3");
    return { id, name: plan.name, ownedBy: OFFICIAL, trialUrl, isDeleted: false, isOfficial: true };
  }
  return undefined;
}

/** Whether a create may use the voice. */
export function isUsableVoice(state: KlingState, account: Account, id: string): boolean {
  const found = findVoice(state, account, id);
  return found ? !found.isDeleted : state.settings.switches.voices === "any";
}
