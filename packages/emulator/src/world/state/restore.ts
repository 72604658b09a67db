import type { Account } from "../accounts/account.ts";
import { inputImageIdOf, lastImageIdOf } from "../tasks/input-images.ts";
import { isDelivered, type TaskRecord } from "../tasks/task-record.ts";
import type { World } from "../world.ts";
import type { SavedAccount, SavedState } from "./saved-state.ts";

export interface RestoreParts {
  /** Schedules the rest of a task's life. */
  readonly follow: (account: Account, task: TaskRecord) => void;
  /** Name of the service that a task was made in. */
  readonly serviceOf: (task: TaskRecord) => string;
}

/** Brings back what an earlier run saved. */
export function restore(
  { accounts, images, journal, tasks, uploads }: World,
  saved: SavedState,
  { follow, serviceOf }: RestoreParts,
): void {
  for (const account of saved.accounts) restoreAccount(accounts.open(account.name), account);
  for (const entry of saved.journal) {
    journal.note(entry);
    // Numbers seeds, so it continues behind every create that was counted.
    if (entry.account !== undefined) accounts.open(entry.account).createCount += 1;
  }
  for (const { slot, bytes } of saved.uploads) {
    uploads.open(slot);
    if (bytes) uploads.put(slot.name, bytes);
  }
  for (const task of saved.tasks) {
    restoreImages(images, task, saved);
    tasks.add(accounts.open(task.account), task);
    const owner = { account: task.account, service: serviceOf(task) };
    if (task.status === "succeeded") journal.billed(owner);
    if (isDelivered(task)) journal.delivered(owner);
  }
  // After all are known: what is overdue ends at once.
  for (const task of saved.tasks) follow(accounts.open(task.account), task);
}

function restoreImages(images: World["images"], { id, slate }: TaskRecord, saved: SavedState): void {
  const ofInputs = (slate?.inputs ?? []).map((_, place) => inputImageIdOf(id, place));
  for (const imageId of [id, lastImageIdOf(id), ...ofInputs]) {
    const bytes = saved.images.get(imageId);
    if (bytes) images.put(imageId, bytes);
  }
}

function restoreAccount(
  account: Account,
  { packs, elements, entries = [], sessions = [] }: SavedAccount,
): void {
  account.packs = packs?.map((pack) => ({ ...pack }));
  for (const [id, kind] of elements) account.elements.set(id, kind);
  for (const [id, entry] of entries) account.entries.set(id, entry);
  for (const [id, session] of sessions) account.sessions.set(id, session);
}
