import type { HiggsfieldStatus } from "@klingkit/spec/higgsfield";
import { isEnded, type TaskRecord } from "../../world/tasks/task-record.ts";
import type { HiggsfieldState } from "../state.ts";

type Rendering = Pick<HiggsfieldState, "links" | "baseUrl" | "era">;

/** The service's word for the state of a request. @source DOC 2026-09 (six statuses) */
export function statusWordOf({ status, failureReason }: TaskRecord): HiggsfieldStatus {
  switch (status) {
    case "submitted":
      return "queued";
    case "processing":
      return "in_progress";
    case "succeeded":
      return "completed";
    case "failed":
      return failureReason === "moderation" ? "nsfw" : "failed";
    case "canceled":
      return "canceled";
  }
}

/** A request as its submit, its status and its webhook show it. */
export function renderRequest(state: Rendering, task: TaskRecord): object {
  const { id, status, failureReason, message } = task;
  return {
    status: statusWordOf(task),
    request_id: id,
    status_url: `${state.baseUrl()}/requests/${id}/status`,
    cancel_url: `${state.baseUrl()}/requests/${id}/cancel`,
    ...(status === "succeeded" ? { video: { url: linkOf(state, task) } } : {}),
    ...(status === "failed" && failureReason === undefined && message !== "" ? { error: message } : {}),
    ...(isEnded(task) && state.era.hasExpiry ? { expires_at: isoSeconds(endOfFiles(task)) } : {}),
  };
}

/** The link stays in the response after its time, when it leads nowhere. @source DOC 2026-09 (retention) */
function linkOf({ links }: Rendering, task: TaskRecord): string | undefined {
  return links.urlOf(task, { index: 0, extension: "mp4", isWatermarked: false }, task.createdAtMs);
}

/** How long the files of a request are kept, counted as the era counts, seconds. */
export const retentionSecondsOf = ({ info }: TaskRecord): number => Number(info["retentionSeconds"]);

/** All ends count alike, also those that left no file. @source DOC 2026-09 */
const endOfFiles = (task: TaskRecord): number =>
  task.expiresAtMs ?? task.updatedAtMs + retentionSecondsOf(task) * 1000;

/** The form of the field is presumed. INF */
const isoSeconds = (atMs: number): string =>
  new Date(Math.floor(atMs / 1000) * 1000).toISOString().replace(".000Z", "Z");
