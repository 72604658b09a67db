import {
  canonicalStatus,
  isJsonObject,
  type JsonObject,
  roundUnits,
  TASK_FAILURE_MESSAGES,
  type TaskStatus,
} from "@klingkit/spec";
import { dropUndefined } from "@klingkit/spec/core";
import {
  type TaskBilling,
  type TaskHandle,
  type TaskPhase,
  type TaskSnapshot,
  type TaskVideo,
  UNKNOWN_PRODUCT,
} from "../../core/task.ts";
import { KLING } from "../service-name.ts";
import { isOfKind, nameOfKind } from "./output-type.ts";
import {
  decimalOf,
  filled,
  idText,
  linkOf,
  listOf,
  numberOf,
  objectOf,
  secondsOf,
  textOf,
} from "./read-fields.ts";
import { NO_OTHERS, type ReadOthers } from "./read-others.ts";
import { ofVideo } from "./task-results.ts";

/** What the caller knows about a task that its record does not say. */
export type TaskContext = Partial<TaskHandle> & {
  /** Reads what is no video. Default: nothing else is read, which keeps bundles for videos small. */
  readonly readOthers?: ReadOthers | undefined;
};

const PHASES: Readonly<Record<TaskStatus, TaskPhase>> = {
  submitted: "processing",
  processing: "processing",
  succeeded: "completed",
  failed: "failed",
  canceled: "canceled",
  unknown: "unknown",
};

/**
 * Reads one task of any shape that the service, its callbacks and older answers use: `id/status/outputs`,
 * `task_id/task_status/task_result`, and other places in which users saw a link. Undefined when there is no id in it.
 * Never throws: a surprise in a record must not lose a paid task.
 */
export function parseTask(value: unknown, context: TaskContext = {}): TaskSnapshot | undefined {
  const record = findRecords(value)[0];
  return record === undefined ? undefined : snapshot(record, context);
}

/** Reads every task in an answer: a bare array, `data.list`, `data.result`, or a single record. */
export function parseTasks(value: unknown, context: TaskContext = {}): readonly TaskSnapshot[] {
  return findRecords(value).flatMap((record) => snapshot(record, context) ?? []);
}

/** Containers in which lists of tasks were seen. @source LIVE (array), DOC (`result`), seed 002 (`list`) */
const LIST_FIELDS = ["list", "result", "tasks"] as const;

/** An envelope in an envelope, and one to spare. */
const MAX_ENVELOPES = 3;

function findRecords(value: unknown, depth = 0): readonly JsonObject[] {
  if (Array.isArray(value)) return value.filter(isJsonObject);
  if (!isJsonObject(value)) return [];
  if (idOf(value) !== undefined) return [value];
  for (const field of LIST_FIELDS) {
    if (Array.isArray(value[field])) return value[field].filter(isJsonObject);
  }
  // A whole envelope, as some callers keep it.
  return "data" in value && depth < MAX_ENVELOPES ? findRecords(value["data"], depth + 1) : [];
}

function snapshot(record: JsonObject, context: TaskContext): TaskSnapshot | undefined {
  const taskId = idOf(record);
  if (taskId === undefined) return undefined;
  const isLegacy = record["task_id"] !== undefined || record["task_status"] !== undefined;
  const rawStatus = textOf(record["task_status"]) ?? textOf(record["status"]) ?? "";
  const status = canonicalStatus(rawStatus);
  const message = textOf(record["task_status_msg"]) ?? textOf(record["message"]) ?? "";
  const videos = videosOf(record);
  const { images, audios, subtitles, voices, elements, results } = context.readOthers?.(record) ?? NO_OTHERS;
  // Field by field: objects of more than a dozen are slow to copy when a loop has filled them.
  return {
    ...dropUndefined({
      taskId,
      externalTaskId: externalIdOf(record) ?? context.externalTaskId,
      service: KLING,
      family: context.family ?? (isLegacy ? "legacy" : "standard"),
      product: context.product ?? UNKNOWN_PRODUCT,
      model: context.model,
      createdAtMs: numberOf(record["created_at"]) ?? numberOf(record["create_time"]) ?? context.createdAtMs,
      updatedAtMs: numberOf(record["updated_at"]) ?? numberOf(record["update_time"]),
      isContentPolicy: refusesContent(status, message) ? (true as const) : undefined,
    }),
    status,
    rawStatus,
    phase: PHASES[status],
    message,
    videos,
    images,
    audios,
    subtitles,
    voices,
    elements,
    results: [...videos.map(ofVideo), ...results],
    billing: billingOf(record),
    raw: record,
  };
}

const refusesContent = (status: TaskStatus, message: string): boolean =>
  status === "failed" && message.includes(TASK_FAILURE_MESSAGES.riskControl);

/** Each family has a field of its own for the id; what stands in the other's says nothing against it. */
function idOf(record: JsonObject): string | undefined {
  const isStandard = record["status"] !== undefined && record["task_status"] === undefined;
  const fields = isStandard ? ["id", "task_id"] : ["task_id", "id"];
  return fields.map((field) => idText(record[field])).find((id) => id !== undefined);
}

function externalIdOf(record: JsonObject): string | undefined {
  return (
    idText(objectOf(record["task_info"])["external_task_id"]) ??
    idText(record["external_id"]) ??
    idText(record["external_task_id"])
  );
}

function videosOf(record: JsonObject): readonly TaskVideo[] {
  const outputs = listOf(record["outputs"]).filter(
    ({ type, url }) => isOfKind("video", type) || (type === undefined && linkOf(url) !== undefined),
  );
  const found =
    filled(objectOf(record["task_result"])["videos"]) ??
    filled(outputs) ??
    filled(objectOf(record["result"])["videos"]) ??
    filled(record["videos"]);
  return found ? found.map(videoOf) : singleVideo(record);
}

/** A lone link, in the order in which seed 002 looks for it. */
function singleVideo(record: JsonObject): readonly TaskVideo[] {
  const holders = [objectOf(record["task_result"]), objectOf(record["result"]), record];
  const holder = holders.find(({ url, video_url }) => linkOf(video_url) ?? linkOf(url));
  return holder
    ? [videoOf({ ...holder, id: undefined, url: linkOf(holder["video_url"]) ?? holder["url"] })]
    : [];
}

function videoOf(item: JsonObject): TaskVideo {
  const duration = item["duration"];
  return dropUndefined({
    id: idText(item["id"]),
    url: linkOf(item["url"]) ?? linkOf(item["video_url"]),
    name: nameOfKind("video", item),
    watermarkUrl: linkOf(item["watermark_url"]),
    coverUrl: linkOf(item["cover_image_url"]) ?? linkOf(item["cover_url"]),
    durationSeconds: secondsOf(duration),
    durationText: typeof duration === "number" ? String(duration) : textOf(duration),
  });
}

function billingOf(record: JsonObject): TaskBilling {
  const entries = listOf(record["billing"]);
  const balance = objectOf(record["final_balance_deduction"]);
  const cash = entries.filter(({ charge_type }) => charge_type === "cash");
  return {
    ...dropUndefined({
      units:
        decimalOf(record["final_unit_deduction"]) ??
        sumOf(
          entries.filter(({ charge_type }) => charge_type === "unit"),
          "amount",
        ),
      quota: decimalOf(balance["quota"]) ?? sumOf(cash, "amount"),
      listPrice: decimalOf(balance["list_price"]) ?? sumOf(cash, "list_price"),
    }),
    entries,
  };
}

/** One amount is kept as it was spelt. */
function sumOf(entries: readonly JsonObject[], field: string): string | undefined {
  if (entries.length === 0) return undefined;
  const amounts = entries.flatMap((entry) => decimalOf(entry[field]) ?? []);
  if (amounts.length < 2) return amounts[0];
  return String(roundUnits(amounts.reduce((sum, amount) => sum + Number(amount), 0)));
}
