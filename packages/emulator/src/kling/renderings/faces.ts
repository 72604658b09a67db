import type { TaskRecord } from "../../world/tasks/task-record.ts";

/** The video that a task shows beside its ids. */
export function parentVideoOf({ info }: TaskRecord): Readonly<Record<string, unknown>> {
  const video = info["parent_video"];
  return typeof video === "object" && video !== null ? Object.fromEntries(Object.entries(video)) : {};
}

/** Answer of identify-face: times are in ms, the end exclusive. @source DOC 2026-09; interval INF */
export function faceData(task: TaskRecord, linkOf: (index: number) => string | undefined) {
  const endMs = Math.round(Number(parentVideoOf(task)["duration"] ?? 0) * 1000);
  return task.results.map((_, index) => ({
    face_id: String(index),
    face_image: linkOf(index),
    start_time: 0,
    end_time: endMs,
  }));
}
