import type { ElementPlan, VoicePlan } from "../../media/index.ts";
import type { Account } from "../../world/accounts/account.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import type { World } from "../../world/world.ts";
import { taskIdsOfResult } from "../renderings/task-links.ts";

/** An entry of the account's library. It is kept for good, unlike files. */
export interface OwnEntry<Plan extends VoicePlan | ElementPlan> {
  readonly task: TaskRecord;
  readonly index: number;
  readonly plan: Plan;
  readonly isDeleted: boolean;
}

/** Finds what a task of the account has made, by its id. */
export function findOwn<Kind extends "voice" | "element">(
  { tasks }: Pick<World, "tasks">,
  account: Account,
  { id, kind }: { readonly id: string; readonly kind: Kind },
): OwnEntry<Extract<VoicePlan | ElementPlan, { kind: Kind }>> | undefined {
  for (const { taskId, index } of taskIdsOfResult(id)) {
    const task = tasks.find(taskId);
    const plan = task?.results[index];
    if (!task || task.account !== account.name || task.status !== "succeeded") continue;
    if (plan?.kind !== kind) continue;
    const isDeleted = task.deletedResults?.includes(index) ?? false;
    // Its kind was compared.
    return { task, index, plan: plan as Extract<VoicePlan | ElementPlan, { kind: Kind }>, isDeleted };
  }
  return undefined;
}

/** Marks an entry as deleted: it stays in the lists. @source LIVE 2026-09-20 */
export function deleteOwn(
  { tasks }: Pick<World, "tasks">,
  account: Account,
  { task, index }: Pick<OwnEntry<VoicePlan>, "task" | "index">,
): void {
  tasks.change(account, task.id, { deletedResults: [...(task.deletedResults ?? []), index] });
}
