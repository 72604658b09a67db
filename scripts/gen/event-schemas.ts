import * as z from "zod/mini";
import type { EventData, EventKind } from "../../packages/engine/src/events/event-data.ts";
import { APPROVAL_WAYS } from "../../packages/engine/src/store/approval-way.ts";
import { RUNGS } from "../../packages/engine/src/store/rung.ts";

const text = () => z.string();
const optionalText = () => z.exactOptional(z.string());

const bought = { taskId: text(), externalId: optionalText() };
const unclear = { message: text(), externalId: optionalText() };
const ended = {
  taskId: text(),
  units: z.number(),
  message: optionalText(),
  isContentPolicy: z.exactOptional(z.literal(true)),
};
const pool = { account: text(), pool: text() };
const refusal = {
  code: text(),
  serviceCode: z.exactOptional(z.union([z.number(), z.string()])),
  message: text(),
  retryAfterMs: z.exactOptional(z.number()),
  requestId: optionalText(),
};
const remedy = z.enum(["later", "slot", "rate", "unreachable", "stop", "never"]);
const file = { filePath: text(), sizeBytes: z.number(), sha256: text(), warning: optionalText() };

interface EventText {
  readonly means: string;
  readonly data: z.ZodMiniType;
}

/** Ties a text and a schema to a kind, so that the compiler refuses a schema that is not of its data. */
const event = <Kind extends EventKind>(
  _kind: Kind,
  means: string,
  data: z.ZodMiniType<EventData[Kind]>,
): EventText => ({ means, data });

/** What each kind of event of the engine means, and what its `data` holds. */
export const EVENT_TEXTS: Readonly<Record<EventKind, EventText>> = {
  "plan-approved": event(
    "plan-approved",
    "A person or a policy approved a plan",
    z.strictObject({
      approvalId: text(),
      by: text(),
      planHash: text(),
      kind: z.enum(["person", "policy"]),
      via: z.enum(APPROVAL_WAYS),
      rung: z.exactOptional(z.enum(RUNGS)),
      client: optionalText(),
    }),
  ),
  "job-planned": event(
    "job-planned",
    "A job was made from a plan. `warnings` names what is probably not meant",
    z.strictObject({ name: text(), planHash: text(), warnings: z.exactOptional(z.array(text())) }),
  ),
  "job-approved": event(
    "job-approved",
    "The job may be bought",
    z.strictObject({ approvalId: optionalText() }),
  ),
  "job-canceled": event(
    "job-canceled",
    "The job was canceled. `taskId`: while it waited at the service. `parentId`: because a job that it needs has no result",
    z.strictObject({ taskId: optionalText(), parentId: optionalText() }),
  ),
  "job-over-budget": event(
    "job-over-budget",
    "A limit holds the job back. Nothing was sent",
    z.strictObject({
      kind: z.literal("budget_exceeded"),
      limit: z.enum(["run", "day", "model"]),
      limitUnits: z.number(),
      committedUnits: z.number(),
      wantedUnits: z.nullable(z.number()),
      message: text(),
    }),
  ),
  "job-submitting": event(
    "job-submitting",
    "The external ID is saved; the create request is sent next. `send` counts the requests with this ID from 1",
    z.strictObject({ externalId: optionalText(), send: z.number(), payloadHash: text() }),
  ),
  "job-accepted": event("job-accepted", "The service created the task", z.strictObject(bought)),
  "job-adopted": event(
    "job-adopted",
    "The task was found by its external ID after a lost response, or a person named it",
    z.strictObject(bought),
  ),
  "job-answer-unclear": event(
    "job-answer-unclear",
    "The response was lost or unreadable. klingkit looks the task up",
    z.strictObject(unclear),
  ),
  "job-answer-duplicate": event(
    "job-answer-duplicate",
    "The service already has a task with this external ID. klingkit looks it up",
    z.strictObject(unclear),
  ),
  "job-refused": event(
    "job-refused",
    "The service refused the create request, and may accept it later. Nothing was charged",
    z.strictObject({ remedy, ...refusal }),
  ),
  "job-rejected": event(
    "job-rejected",
    "The service refused the create request for good. Nothing was charged",
    z.strictObject({ remedy: z.exactOptional(remedy), ...refusal }),
  ),
  "job-unknown": event(
    "job-unknown",
    "klingkit cannot verify whether the task was created. A person decides",
    z.strictObject(unclear),
  ),
  "job-pays-again": event(
    "job-pays-again",
    "A call without a key is sent again after its response was lost, as a policy allows; the first counts as charged",
    z.strictObject({ units: z.number() }),
  ),
  "job-reviewed": event(
    "job-reviewed",
    "A person decided about a job in `unknown`",
    z.strictObject({ by: text() }),
  ),
  "job-status": event(
    "job-status",
    "The service reports another status of the task",
    z.strictObject({ rawStatus: text(), isQueued: z.exactOptional(z.literal(true)) }),
  ),
  "job-reads-fail": event(
    "job-reads-fail",
    "Several status requests in a row failed; klingkit keeps trying",
    z.strictObject({ message: text() }),
  ),
  "job-download-fails": event(
    "job-download-fails",
    "Several downloads in a row failed; klingkit keeps trying",
    z.strictObject({ message: text() }),
  ),
  "job-succeeded": event(
    "job-succeeded",
    "The task succeeded. `units` is what the service reported as charged; where it reports nothing, as Higgsfield, the most that it can be by the price list",
    z.strictObject(ended),
  ),
  "job-failed": event("job-failed", "The task failed. `units` is what was charged", z.strictObject(ended)),
  "job-charge-doubted": event(
    "job-charge-doubted",
    "The service reported an impossible charge. klingkit booked `units` in its place",
    z.strictObject({ reported: text(), units: z.number() }),
  ),
  "job-expired": event(
    "job-expired",
    "The service no longer has the task or its file. `by`: the person who gave the file up",
    z.strictObject({ message: text(), by: optionalText() }),
  ),
  "job-collected": event(
    "job-collected",
    "Every result is on disk and checked. `others` holds the further files; without a file, the result has none. `startedAtMs`: when the download began (Unix ms). `seconds` and `units`: what klingkit booked by the length of the file, because the service reports no charge",
    z.strictObject({
      filePath: optionalText(),
      sizeBytes: z.exactOptional(z.number()),
      sha256: optionalText(),
      warning: optionalText(),
      others: z.exactOptional(z.array(z.strictObject(file))),
      startedAtMs: z.exactOptional(z.number()),
      seconds: z.exactOptional(z.number()),
      units: z.exactOptional(z.number()),
    }),
  ),
  "job-file-renamed": event(
    "job-file-renamed",
    "Another job writes its file under the path of this one. The file of this job was renamed before, and is kept",
    z.strictObject({ filePath: text(), newPath: text() }),
  ),
  "job-file-gone": event(
    "job-file-gone",
    "The file is no longer where it was saved; klingkit downloads it again",
    z.strictObject({ filePath: text() }),
  ),
  "job-file-lost": event(
    "job-file-lost",
    "The file is gone from this machine, and the service no longer has it either. The job stays `collected`. `units`: what the service charges since it took the task back",
    z.strictObject({ filePath: text(), message: text(), units: z.exactOptional(z.number()) }),
  ),
  "pool-waits": event(
    "pool-waits",
    "The service takes no create requests for the pool now. One is tried at `nextTryAtMs` (Unix ms), or later where the next job has been refused more often",
    z.strictObject({
      ...pool,
      why: z.enum(["slots", "rate", "unreachable"]),
      message: text(),
      nextTryAtMs: z.number(),
    }),
  ),
  "pool-stopped": event(
    "pool-stopped",
    "Nothing more is sent for the pool. Without `nextTryAtMs`, only a person resumes it",
    z.strictObject({
      ...pool,
      code: text(),
      message: text(),
      nextTryAtMs: z.exactOptional(z.number()),
    }),
  ),
  "pool-resumed": event(
    "pool-resumed",
    "The service takes create requests for the pool again",
    z.strictObject(pool),
  ),
};
