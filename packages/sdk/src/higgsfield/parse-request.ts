import { dropUndefined, isJsonObject, type JsonObject, type TaskStatus } from "@klingkit/spec/core";
import { findHiggsfieldStatus } from "@klingkit/spec/higgsfield";
import {
  type TaskHandle,
  type TaskPhase,
  type TaskResult,
  type TaskSnapshot,
  UNKNOWN_PRODUCT,
} from "../core/task.ts";
import { HIGGSFIELD } from "./service-name.ts";

const PHASES: Readonly<Record<TaskStatus, TaskPhase>> = {
  submitted: "processing",
  processing: "processing",
  succeeded: "completed",
  failed: "failed",
  canceled: "canceled",
  unknown: "unknown",
};

/**
 * Reads a request as the service shows it: in the answer to a create, to a read, or in a webhook. Undefined when there is no id
 * in it. Never throws: a surprise in a record must not lose a paid request.
 */
export function parseHiggsfieldRequest(
  value: unknown,
  context: Partial<TaskHandle> = {},
): TaskSnapshot | undefined {
  if (!isJsonObject(value)) return undefined;
  const taskId = textOf(value["request_id"]);
  if (taskId === undefined) return undefined;
  const rawStatus = textOf(value["status"]) ?? "";
  const row = findHiggsfieldStatus(rawStatus.trim().toLowerCase());
  const status = row?.status ?? "unknown";
  const urls = {
    video: urlsOf(value, "video"),
    image: urlsOf(value, "image"),
    audio: urlsOf(value, "audio"),
  };
  const expiresAtMs = timeOf(value["expires_at"]);
  return dropUndefined({
    taskId,
    externalTaskId: context.externalTaskId,
    service: HIGGSFIELD,
    family: "models",
    product: context.product ?? UNKNOWN_PRODUCT,
    model: context.model,
    createdAtMs: context.createdAtMs,
    status,
    rawStatus,
    phase: PHASES[status],
    message: messageOf(value, row?.isContentPolicy),
    isContentPolicy: row?.isContentPolicy,
    videos: urls.video.map((url) => ({ url })),
    images: urls.image.map((url, index) => ({ index, url })),
    audios: urls.audio.map((url) => (/\.wav(\?|$)/i.test(url) ? { wavUrl: url } : { mp3Url: url })),
    subtitles: [],
    voices: [],
    elements: [],
    results: KINDS.flatMap((kind) => urls[kind].map((url) => resultOf(kind, url, expiresAtMs))),
    // What a request costs is not in its record.
    billing: { entries: [] },
    raw: value,
  });
}

const KINDS = ["video", "image", "audio"] as const;

const resultOf = (kind: TaskResult["kind"], url: string, expiresAtMs: number | undefined): TaskResult => ({
  kind,
  links: [{ url }],
  ...dropUndefined({ expiresAtMs }),
});

/** `video`, `videos[]`, `images[]`, `audio`, `audios[]`: objects with a `url`. @source DOC 2026-10; MIRROR 2026-10 (audio) */
function urlsOf(record: JsonObject, kind: (typeof KINDS)[number]): readonly string[] {
  const list = record[`${kind}s`];
  return [record[kind], ...(Array.isArray(list) ? list : [])].flatMap((item: unknown) =>
    isJsonObject(item) ? (textOf(item["url"]) ?? []) : [],
  );
}

function messageOf({ error }: JsonObject, isContentPolicy: true | undefined): string {
  const words = textOf(error);
  if (words !== undefined) return words;
  return isContentPolicy ? "moderation rejected the input or the result" : "";
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** Unix seconds stay below this for some ten thousand years; ms are above it since 1973. */
const SECONDS_LIMIT = 100_000_000_000;

/** ISO text, Unix seconds or ms: the form is not documented. @source INF */
function timeOf(value: unknown): number | undefined {
  if (typeof value === "number" && Number.isFinite(value))
    return value < SECONDS_LIMIT ? value * 1000 : value;
  const text = textOf(value);
  if (text === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return timeOf(Number(text));
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
