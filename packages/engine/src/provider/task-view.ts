import { findPack } from "@klingkit/spec";
import type { TaskResult, TaskSnapshot } from "klingkit";
import type { TaskFile, TaskView } from "./provider.ts";

/** A task as a client shows it, in the engine's words. */
export function viewOf(task: TaskSnapshot): TaskView {
  const files = task.results.flatMap(filesOf);
  const isOneVideo = files.length <= 1 && task.results.every(({ kind }) => kind === "video");
  const { url, id: resultId } = files[0] ?? {};
  const units = unitsOf(task);
  return {
    taskId: task.taskId,
    ...(task.externalTaskId === undefined ? {} : { externalId: task.externalTaskId }),
    status: statusOf(task),
    rawStatus: task.rawStatus,
    ...(task.status === "submitted" ? { isQueued: true as const } : {}),
    message: task.message,
    ...(task.isContentPolicy ? { isContentPolicy: true as const } : {}),
    ...(url === undefined ? {} : { url }),
    ...(resultId === undefined ? {} : { resultId }),
    ...(isOneVideo ? {} : { files }),
    ...(Number.isNaN(units) ? {} : { units }),
    ...unitOf(task),
    ...timesOf(task),
  };
}

/**
 * NaN where the task says nothing of units, and where cash paid for it or for a part: `"0"` units would then free the limits
 * of what it cost, so it counts as what was reserved, which is its price in units.
 */
const unitsOf = ({ billing: { units, quota } }: TaskSnapshot): number =>
  units === undefined || Number(quota ?? 0) > 0 ? Number.NaN : Number(units);

/** Left out where the task does not say what was deducted, or names several packs. */
function unitOf({ billing: { entries } }: TaskSnapshot): Pick<TaskView, "unit"> {
  const packs = new Set(entries.flatMap((entry) => ("package_type" in entry ? [entry.package_type] : [])));
  const [unit] = packs.size === 1 ? [...packs].map(findPack) : [];
  return unit === undefined ? {} : { unit };
}

const statusOf = ({ status }: TaskSnapshot): TaskView["status"] =>
  status === "succeeded" || status === "failed" || status === "canceled" ? status : "waiting";

/** Results whose link is missing for good: elements have none, and the sample of a voice is no part of it. */
const isEntry = (kind: TaskResult["kind"]): boolean => kind === "element" || kind === "voice";

/** The files of a result, without its previews; one that has no link yet counts as one file. */
function filesOf({ kind, id, name, links, expiresAtMs }: TaskResult): readonly TaskFile[] {
  const own = links.filter(({ variant }) => variant === undefined);
  const names = {
    kind,
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
  };
  if (own.length === 0) return [{ ...names, ...(isEntry(kind) ? { hasNoFile: true as const } : {}) }];
  return own.map(({ url, format }, at) => ({
    ...names,
    url,
    ...(at === 0 ? {} : { isOtherFormat: true as const }),
    ...(format === undefined ? {} : { format }),
    ...(isMoment(expiresAtMs) ? { expiresAtMs: Math.round(expiresAtMs) } : {}),
  }));
}

/** Latest moment that a date can be. */
const LAST_MS = 8.64e15;
const isMoment = (ms: number | undefined): ms is number => ms !== undefined && ms >= 0 && ms <= LAST_MS;

/** Whole ms, as every store keeps them. What is no moment is left out: it would keep the task's end from being written. */
function timesOf({ createdAtMs, updatedAtMs }: TaskSnapshot): Pick<TaskView, "createdAtMs" | "updatedAtMs"> {
  return {
    ...(isMoment(createdAtMs) ? { createdAtMs: Math.round(createdAtMs) } : {}),
    ...(isMoment(updatedAtMs) ? { updatedAtMs: Math.round(updatedAtMs) } : {}),
  };
}

/** No store of every kind keeps such an id, and no read could ask for it. */
export const isUnreadableId = (taskId: string): boolean => /\p{Cc}/u.test(taskId);
