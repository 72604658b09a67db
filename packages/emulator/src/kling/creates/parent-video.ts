import type { AudioPlan, VideoPlan } from "../../media/index.ts";
import type { Account } from "../../world/accounts/account.ts";
import { isExpired, type TaskRecord } from "../../world/tasks/task-record.ts";
import type { World } from "../../world/world.ts";
import { formatSeconds } from "../renderings/format.ts";
import { type LinksOf, taskIdsOfResult } from "../renderings/task-links.ts";

/** A video of the account that another create continues from. */
export interface ParentVideo {
  readonly task: TaskRecord;
  readonly resultId: string;
  readonly index: number;
  readonly plan: VideoPlan;
}

/** Finds a finished video by the id of the result. Files that are gone cannot be continued. */
export function findParentVideo(
  world: Pick<World, "tasks" | "clock">,
  account: Account,
  resultId: string,
): ParentVideo | undefined {
  const found = findResult(world, account, resultId);
  return found?.plan.kind === "video" ? { ...found, plan: found.plan } : undefined;
}

/** Finds a finished sound by the id of the result, such as speech. */
export function findSound(
  world: Pick<World, "tasks" | "clock">,
  account: Account,
  resultId: string,
): AudioPlan | undefined {
  const plan = findResult(world, account, resultId)?.plan;
  return plan?.kind === "audio" ? plan : undefined;
}

function findResult({ tasks, clock }: Pick<World, "tasks" | "clock">, account: Account, resultId: string) {
  for (const { taskId, index } of taskIdsOfResult(resultId)) {
    const task = tasks.find(taskId);
    const plan = task?.results[index];
    if (!task || task.account !== account.name || !plan) continue;
    if (task.status !== "succeeded" || isExpired(task, clock.nowMs())) continue;
    return { task, resultId, index, plan };
  }
  return undefined;
}

/** How a task shows its parent. @source DOC 2026-09 (add sound), DOC-OLD 2026-03 (extension) */
export function parentInfo({ task, resultId, index, plan }: ParentVideo, linksOf: LinksOf, nowMs: number) {
  return {
    parent_video: {
      id: resultId,
      url: linksOf(task, nowMs).url(index, "mp4"),
      duration: formatSeconds(plan.durationSeconds),
    },
  };
}
