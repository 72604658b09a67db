import { TASK_EVENT_TYPES } from "@klingkit/spec";
import * as z from "zod/mini";
import type { TaskEvent } from "../../packages/engine/src/deliver/task-event.ts";
import { JOB_STATES } from "../../packages/engine/src/store/job-state.ts";
import { describeProperties, type JsonSchema } from "./schema-rows.ts";

const text = () => z.string();
const optionalText = () => z.exactOptional(z.string());

/** An event of a task, as receivers get it. */
export const taskEvent: z.ZodMiniType<TaskEvent> = z.strictObject({
  id: text(),
  type: z.enum(TASK_EVENT_TYPES),
  createdAt: text(),
  data: z.strictObject({
    job: z.strictObject({
      id: text(),
      batchId: text(),
      name: text(),
      purpose: text(),
      state: z.enum(JOB_STATES),
      externalId: optionalText(),
      retryOf: optionalText(),
    }),
    task: z.strictObject({
      id: z.nullable(text()),
      service: text(),
      route: text(),
      model: text(),
      status: z.nullable(text()),
    }),
    results: z.array(
      z.strictObject({
        number: z.int(),
        kind: text(),
        id: optionalText(),
        url: optionalText(),
        urlExpiresAt: optionalText(),
        filePath: optionalText(),
        sizeBytes: z.exactOptional(z.int()),
        sha256: optionalText(),
      }),
    ),
    money: z.strictObject({
      unit: z.enum(["video", "image", "try_on", "usd", "credit"]),
      estimated: z.nullable(z.number()),
      charged: z.number(),
      held: z.number(),
    }),
    error: z.exactOptional(z.strictObject({ code: optionalText(), message: text() })),
  }),
});

const TEXTS: Readonly<Record<string, string>> = {
  id: "Name of the event: the same whenever it is sent again",
  type: "What happened",
  createdAt: "When it happened, ISO 8601",
  data: "What it happened to",
  "data.job": "The job",
  "data.job.id": "ID of the job",
  "data.job.batchId": "Batch of the job",
  "data.job.name": "Name of the request in its batch",
  "data.job.purpose": "Label under which create requests are counted together",
  "data.job.state":
    "State that the event led to; `running` for `task.processing` ([all states](job-states.md))",
  "data.job.externalId": "External ID under which the task was bought; absent where the service knows none",
  "data.job.retryOf": "Job that this one replaces",
  "data.task": "The task",
  "data.task.id": "ID at the service; null where there is no task",
  "data.task.service": "`kling` or `higgsfield`",
  "data.task.route": "Operation and model",
  "data.task.model": "Model",
  "data.task.status":
    "The service's own word when klingkit sends the event, for `task.processing` when it happened; null before klingkit has read it",
  "data.results": "Results of `task.succeeded` and `task.downloaded`; empty for other types",
  "data.results[].number": "From 0, in the order of the service",
  "data.results[].kind": "What it is, such as `video`",
  "data.results[].id": "ID at the service",
  "data.results[].url": "Link, until the file is downloaded. Anyone who has it can read the file",
  "data.results[].urlExpiresAt": "When the link ends, ISO 8601",
  "data.results[].filePath": "Path of the downloaded file",
  "data.results[].sizeBytes": "Size of the file in bytes",
  "data.results[].sha256": "SHA-256 of the file, hexadecimal",
  "data.money": "Amounts when the event was sent",
  "data.money.unit": "What the amounts count",
  "data.money.estimated": "The most that it was expected to cost; null where no price is listed",
  "data.money.charged": "Charged by the service",
  "data.money.held": "Reserved, because the service may still charge it",
  "data.error": "Why there are no results",
  "data.error.code": "Code of the service or of klingkit",
  "data.error.message": "The reason in words",
};

/** Its JSON Schema, with a text on every field. */
export const describeTaskEvent = (): JsonSchema =>
  describeProperties(z.toJSONSchema(taskEvent, { target: "draft-7" }) as JsonSchema, TEXTS);
