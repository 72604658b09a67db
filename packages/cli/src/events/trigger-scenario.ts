import type { FaultRule } from "@klingkit/emulator";
import type { Engine } from "@klingkit/engine";
import type { TaskEventType } from "@klingkit/spec/plain";
import type { TriggeredService } from "./triggered-services.ts";

/** What an emulator and an engine do for a task to come to an event. */
export interface Scenario {
  /** What goes wrong at the service. */
  readonly faults: readonly FaultRule[];
  /** How far the engine carries the job. */
  readonly until: "none" | "accepted" | "ended" | "rest";
  /** How much time then goes by, after which the service knows no task any more, before the job is carried on. */
  readonly thenMs?: number;
  /** Instead of a run. */
  readonly act?: (engine: Engine, jobId: string) => Promise<unknown>;
  /** Status in a callback of the service that tells of it; absent: the service sends none. */
  readonly status?: "submitted" | "processing" | "succeeded" | "failed";
}

const NO_FAULTS: readonly FaultRule[] = [];
/** Longer than any service keeps a task. */
const LONG_MS = 40 * 86_400_000;
const failTask = (action: {
  readonly message?: string;
  readonly reason?: "moderation";
}): readonly FaultRule[] => [{ match: {}, action: { type: "fail-task", ...action } }];

const SCENARIOS: Readonly<Record<TaskEventType, Scenario>> = {
  "task.submitted": { faults: NO_FAULTS, until: "accepted", status: "submitted" },
  "task.processing": { faults: NO_FAULTS, until: "ended", status: "processing" },
  "task.succeeded": { faults: NO_FAULTS, until: "ended", status: "succeeded" },
  "task.downloaded": { faults: NO_FAULTS, until: "rest" },
  "task.failed": {
    faults: failTask({ message: "Failed on request of kling trigger" }),
    until: "ended",
    status: "failed",
  },
  // Without a message the emulated service says what it says of content.
  "task.content-policy": { faults: failTask({ reason: "moderation" }), until: "ended", status: "failed" },
  // The code is the service's own.
  "task.rejected": { faults: NO_FAULTS, until: "ended" },
  "task.canceled": { faults: NO_FAULTS, until: "none", act: (engine, id) => engine.cancel(id) },
  "task.expired": { faults: NO_FAULTS, until: "accepted", thenMs: LONG_MS },
  "task.unknown": {
    faults: [
      { match: { method: "POST" }, action: { type: "reset-after-accept" } },
      { match: { method: "GET" }, action: { type: "html-error", status: 502 } },
    ],
    until: "ended",
  },
};

export function scenarioOf(
  type: TaskEventType,
  { refusalCode: code }: Pick<TriggeredService, "refusalCode">,
): Scenario {
  const scenario = SCENARIOS[type];
  if (type !== "task.rejected") return scenario;
  return { ...scenario, faults: [{ match: { method: "POST" }, action: { type: "business-error", code } }] };
}
