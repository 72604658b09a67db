import type { TaskEventType } from "@klingkit/spec/plain";
import { usageError } from "../errors/cli-error.ts";
import type { EmulatedTask, SentCallback } from "./emulate-task.ts";
import { scenarioOf } from "./trigger-scenario.ts";
import type { Shape, TriggeredService } from "./triggered-services.ts";

/** One delivery: an id, and the body that is sent under it. */
export interface Message {
  readonly id: string;
  readonly body: object;
}

export interface Wanted {
  readonly type: TaskEventType;
  readonly service: TriggeredService;
  readonly shape: Shape;
}

/** The message that tells of an event, and the one before it. Throws `invalid_event` where the service sends none. */
export function pickMessages(task: EmulatedTask, wanted: Wanted): readonly [Message, Message | undefined] {
  return wanted.shape === "event" ? pickEvent(task, wanted) : pickCallback(task, wanted);
}

function pickEvent({ events }: EmulatedTask, { type }: Wanted): readonly [Message, Message | undefined] {
  const at = events.findIndex((event) => event.type === type);
  const [event, before] = [events[at], events[at - 1]];
  // `emulateTask` throws where it is not there.
  if (!event) throw new TypeError(`no ${type}`);
  return [{ id: event.id, body: event }, before && { id: before.id, body: before }];
}

/** Words of the services for the statuses that callbacks are sent for. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  submitted: ["submitted"],
  processing: ["processing"],
  succeeded: ["succeed", "succeeded", "completed"],
  failed: ["failed", "nsfw"],
};

function pickCallback({ callbacks }: EmulatedTask, wanted: Wanted): readonly [Message, Message | undefined] {
  const { type, service } = wanted;
  const { status = "" } = scenarioOf(type, service);
  const words = WORDS[status] ?? [];
  const at = callbacks.findIndex(({ body }) => words.includes(statusOf(body)));
  const [callback, before] = [callbacks[at], callbacks[at - 1]];
  if (callback) return [callback, before];
  throw usageError(
    "invalid_event",
    `${service.title} sends no callback for ${type}. Use --shape event, or another event. Nothing was sent.`,
  );
}

/** New bodies and webhooks have `status`, legacy ones `task_status`. */
const statusOf = (body: SentCallback["body"]): string => String(body["status"] ?? body["task_status"] ?? "");
