import { findCreate, identifyFace, KLING_FAMILIES } from "@klingkit/spec";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import { faceData } from "./faces.ts";
import { CASH, formatUnits, klingState } from "./format.ts";
import { legacyResult } from "./result-items.ts";
import type { TaskLinks } from "./task-links.ts";

const { statusWords } = KLING_FAMILIES.legacy;

const taskInfo = ({ externalTaskId, info }: TaskRecord) => ({
  ...info,
  ...(externalTaskId === undefined ? {} : { external_task_id: externalTaskId }),
});

/** Answer of a create. @source LIVE 2026-03-29 */
export function renderLegacyCreated(task: TaskRecord) {
  return {
    task_id: task.id,
    task_status: statusWords.submitted,
    task_info: taskInfo(task),
    created_at: task.createdAtMs,
    updated_at: task.createdAtMs,
  };
}

/**
 * Task as `/v1` reads and the callbacks of legacy creates show it. `task_result` is `{}` until there is one (LIVE on a
 * failed task), deductions are `"0"` until then (`INF`). @source DOC-OLD 2026-03, LIVE 2025-12-26
 */
export function renderLegacyTask(task: TaskRecord, links: TaskLinks) {
  const isSucceeded = task.status === "succeeded";
  return {
    task_id: task.id,
    task_status: statusWords[klingState(task.status)],
    task_status_msg: task.message,
    task_info: taskInfo(task),
    task_result: isSucceeded ? legacyResult(task, links) : {},
    ...(takesWatermark(task) ? { watermark_info: { enabled: task.hasWatermark } } : {}),
    ...deductions(task),
    created_at: task.createdAtMs,
    updated_at: task.updatedAtMs,
  };
}

/** Units of a pack, or cash. The currency is not stated. @source DOC-OLD 2026-03 */
function deductions({ status, unit, units }: TaskRecord) {
  const amount = status === "succeeded" ? formatUnits(units) : "0";
  return unit === CASH
    ? { final_unit_deduction: "0", final_balance_deduction: { quota: amount, list_price: amount } }
    : { final_unit_deduction: amount, final_balance_deduction: { quota: "0", list_price: "0" } };
}

/** Tasks of operations that take a watermark show whether they have one. @source DOC 2026-09 */
function takesWatermark({ operationId }: TaskRecord): boolean {
  const { def } = findCreate(operationId)?.body ?? {};
  return def?.type === "object" && "watermark_info" in def.shape;
}

/** Response of an operation that is answered at once. @source DOC 2026-09 (speech), LIVE 2026-09-20 */
export function renderAnswered(task: TaskRecord, links: TaskLinks) {
  if (task.operationId === identifyFace.create.id) return renderFaces(task, links);
  if (findCreate(task.operationId)?.hasNoTask) return renderWithoutTask(task, links);
  const { task_info, ...rest } = renderLegacyTask(task, links);
  return rest;
}

/** Task that made what everybody may use: it belongs to nobody and has cost nothing. @source DOC 2026-10 */
export function renderOfficial(task: TaskRecord, links: TaskLinks) {
  return {
    task_id: task.id,
    task_status: statusWords[klingState(task.status)],
    task_status_msg: task.message,
    task_result: legacyResult(task, links),
    created_at: task.createdAtMs,
    updated_at: task.updatedAtMs,
  };
}
/** The faces of a video, and the session that keeps them. @source DOC 2026-09 */
const renderFaces = (task: TaskRecord, links: TaskLinks) => ({
  session_id: task.id,
  ...deductions(task),
  face_data: faceData(task, (index) => links.url(index, "png")),
});

/** Response of an operation that makes no task. @source DOC 2026-10 (image-recognize) */
const renderWithoutTask = (task: TaskRecord, links: TaskLinks) => ({
  ...deductions(task),
  task_result: legacyResult(task, links),
});

/** Body of a callback: the task, whose result has a list for every kind, empty ones included. @source LIVE 2025-12-12 */
export function renderLegacyCallback(task: TaskRecord, links: TaskLinks) {
  const rendered = renderLegacyTask(task, links);
  if (task.status !== "succeeded") return rendered;
  return { ...rendered, task_result: { images: [], videos: [], audios: [], ...rendered.task_result } };
}
