import { TASK_EVENT_TYPES, type TaskEventType } from "@klingkit/spec/plain";
import type { EventFacts, EventKind } from "./event-data.ts";

/** Which events of the store each type is made of. */
const KINDS: Readonly<Record<TaskEventType, readonly EventKind[]>> = {
  "task.submitted": ["job-accepted", "job-adopted"],
  "task.processing": ["job-status"],
  "task.succeeded": ["job-succeeded"],
  "task.downloaded": ["job-collected"],
  "task.failed": ["job-failed"],
  "task.content-policy": ["job-failed", "job-rejected"],
  "task.rejected": ["job-rejected"],
  "task.canceled": ["job-canceled"],
  "task.expired": ["job-expired"],
  "task.unknown": ["job-unknown"],
};

/** Kinds of events of the store that may be of one of the types. */
export const kindsOf = (types: readonly TaskEventType[] = TASK_EVENT_TYPES): readonly EventKind[] => [
  ...new Set(types.flatMap((type) => KINDS[type])),
];

/** Code of a refusal by the content policy. */
const CONTENT_POLICY = "KLINGKIT_CONTENT_POLICY";

/** Type of an event of the store; undefined for one that is not about a task. */
export function taskEventType(event: EventFacts): TaskEventType | undefined {
  switch (event.kind) {
    case "job-status":
      // The task waits at the service, as it did when it was submitted.
      return event.data.isQueued ? undefined : "task.processing";
    case "job-failed":
      return event.data.isContentPolicy ? "task.content-policy" : "task.failed";
    case "job-rejected":
      return event.data.code === CONTENT_POLICY ? "task.content-policy" : "task.rejected";
    default:
      return TASK_EVENT_TYPES.find((type) => KINDS[type].includes(event.kind));
  }
}
