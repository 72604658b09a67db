import type { EmulatorState } from "../../kling/state.ts";
import type { KeptBody } from "./keeper.ts";
import { describeAccount } from "./keeper.ts";
import type { KeptState } from "./kept-record.ts";

/** Takes up a state that an earlier life left behind: running tasks go on where their plan says. */
export function restore(state: EmulatorState, kept: KeptState): void {
  const { accounts, images, journal, lifecycle, taskIds, tasks } = state;
  for (const { name, packs, elements } of kept.accounts.values()) {
    const account = accounts.open(name);
    account.packs = packs?.map((pack) => ({ ...pack }));
    for (const [id, kind] of elements) account.elements.set(id, kind);
  }
  for (const entry of kept.journal) {
    journal.create(entry);
    // Numbers seeds: must go on behind every create that was counted.
    if (entry.account !== undefined) accounts.open(entry.account).createCount += 1;
  }
  for (const task of kept.tasks.values()) {
    const account = accounts.open(task.account);
    taskIds.note(task.account, task.id);
    const image = kept.images.get(task.id);
    if (image) images.put(task.id, image);
    tasks.add(account, task);
    if (task.status === "succeeded") journal.billed(task.account);
    if (task.isDelivered) journal.delivered(task.account);
  }
  // After all are known: what is overdue ends at once.
  for (const task of kept.tasks.values()) {
    lifecycle.follow(accounts.open(task.account), task, { isNew: false });
  }
}

/** The whole state as records. */
export function* snapshot(
  { accounts, images, journal, tasks }: EmulatorState,
  life: number,
): Generator<KeptBody> {
  for (let nth = 1; nth < life; nth += 1) yield { kind: "start" };
  for (const account of accounts.all()) {
    yield describeAccount(account);
    for (const id of account.taskIds) {
      const task = tasks.find(id);
      if (task) yield { kind: "task", task };
      const image = images.get(id);
      if (image) yield { kind: "image", taskId: id, base64: Buffer.from(image).toString("base64") };
    }
  }
  for (const entry of journal.view().entries) yield { kind: "journal", entry };
}
