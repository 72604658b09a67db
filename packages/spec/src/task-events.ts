/**
 * What can happen to a task, by the name under which klingkit reports it: to `kling listen`, to a receiver of its own, in
 * `kling trigger`. Every event has exactly one of these types.
 */
export const TASK_EVENTS = {
  "task.submitted": "The service has the task, or klingkit found it after a lost response",
  "task.processing": "The service works on the task",
  "task.succeeded": "The task has results, which are not downloaded yet",
  "task.downloaded": "Every result is on the disk, checked and saved",
  "task.failed": "The service gave the task up",
  "task.content-policy": "The service refused the input or the result by its content policy",
  "task.rejected": "The create request was refused for good; there is no task",
  "task.canceled": "The job ended before its task ran",
  "task.expired": "The service no longer has the task or its files",
  "task.unknown": "The service may or may not have created the task; a person has to decide",
} as const;

/** Name of an event, such as `task.succeeded`. */
export type TaskEventType = keyof typeof TASK_EVENTS;

export const TASK_EVENT_TYPES: readonly TaskEventType[] = /* @__PURE__ */ Object.keys(
  TASK_EVENTS,
) as TaskEventType[];
