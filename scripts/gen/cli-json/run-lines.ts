import * as z from "zod";
import { EVENT_TEXTS } from "../event-schemas.ts";
import * as part from "./parts.ts";

const { text, optionalText, time } = part;

const opening = z.object({
  event: z.literal("job").describe("A job of the run, as it is at the start"),
  job: text("ID of the job"),
  name: text("Name of the request"),
  state: part.state,
  batch: text("ID of the batch"),
  route: text("Operation and model"),
  hash: text("Hash of the exact request"),
  external_task_id: optionalText("External ID at the service; absent where the service knows none"),
  task_id: optionalText("ID of the task at the service"),
});

const notRetried = z.object({
  event: z.literal("not-retried").describe("A job that `jobs retry --batch` leaves as it is"),
  job: text("ID of the job"),
  name: text("Name of the request"),
  state: part.state,
  reason: z
    .enum([
      "unknown",
      "content_refused",
      "request_refused",
      "canceled",
      "parent_failed",
      "other_account",
      "adopted",
      "look_up_failed",
      "replaced",
    ])
    .describe("Why it is not bought again"),
  message: text("The reason in words, and what helps instead"),
});

const POOLS = ["pool-waits", "pool-stopped", "pool-resumed"];

const ofJob = z.looseObject({
  event: z
    .enum(Object.keys(EVENT_TEXTS).filter((kind) => !POOLS.includes(kind)))
    .describe("Kind of the event"),
  at: time("When it happened"),
  job: text("ID of the job"),
  name: text("Name of the request"),
  state: part.state.optional(),
  worker: optionalText("Process that made the step; absent for what a person did"),
});

const ofPool = z.object({
  event: z.enum(POOLS).describe("What happened to all jobs of an account for one model"),
  at: time("When it happened"),
  account: text("Account that pays"),
  pool: text("Model and kind of unit"),
  why: z.enum(["slots", "rate", "unreachable"]).optional().describe("Why create requests wait"),
  code: optionalText("Why create requests are stopped"),
  message: optionalText("The reason in words"),
  next_try_at: time("When the next create request is tried").optional(),
  worker: optionalText("Process that made the step"),
});

const otherAccounts = z
  .record(z.string(), z.int())
  .optional()
  .describe(
    "Unfinished jobs by account, of accounts that this process does not touch: real ones, and other keys of its emulator. Jobs of emulators are left out beside a real account",
  );

const summary = z.object({
  success: z.boolean().describe("Whether every job is done"),
  event: z.literal("summary").describe("The last line of `run`, `resume` and `jobs retry`"),
  batch: z.string().nullable().describe("ID of the batch"),
  counts: z.record(z.string(), z.int()).describe("Jobs by state"),
  ...part.billed,
  bought_now: z
    .object({
      count: z.int().describe("Jobs that this command bought; what is free is not counted"),
      ...part.billed,
    })
    .describe("What this command bought: the amounts above include what was bought before"),
  adopted: z
    .object({ count: z.int().describe("Jobs whose tasks were found"), ...part.billed })
    .optional()
    .describe(
      "Tasks that the service had already under the same external IDs, for example after a restored backup: an earlier send bought them. At Higgsfield only those that the response shows as such: complete, or found with another callback address. Others are in `bought_now`, and are not charged again",
    ),
  seconds: z.int().describe("How long the run took"),
  jobs: z.array(
    z.object({
      job: text("ID of the job"),
      name: text("Name of the request"),
      state: part.state,
      external_task_id: optionalText("External ID at the service; absent where the service knows none"),
      task_id: optionalText("ID of the task at the service"),
      file: z.string().nullable().optional().describe("The first file"),
      files: z.array(part.file).optional().describe("Every result"),
      error: part.jobError,
    }),
  ),
  report: optionalText("With `--report`: page of the run, where it was written"),
  report_replaced: z.boolean().optional().describe("Whether an earlier page of that name was replaced"),
  client_report: optionalText("With `--for-client`: page for the client, where it was written"),
  client_report_replaced: z
    .boolean()
    .optional()
    .describe("Whether an earlier page of that name was replaced"),
  client_report_left_out: z
    .array(z.string())
    .optional()
    .describe("Files in other folders, which the page for the client leaves out"),
  opened: z.boolean().optional().describe("With `--open`: whether the page or folder was opened"),
  not_opened: optionalText("Why it was not opened"),
  unfinished_of_other_accounts: otherAccounts,
});

const worker = z.object({
  success: z.boolean().optional().describe("In the last line: whether the worker exits with 0"),
  event: z.enum(["worker-started", "worker-stopped"]).describe("First and last line of a worker"),
  at: time("When it happened"),
  worker: optionalText("Name of the process"),
  account: optionalText("Accounts that it works for, separated by commas"),
  accounts: z
    .array(z.string())
    .optional()
    .describe(
      "The same, one by one, as `kling jobs` shows them: every name under which jobs of them are kept",
    ),
  store: optionalText("`sqlite` or `postgres`"),
  ended: z.record(z.string(), z.int()).optional().describe("Jobs that ended, by state"),
  left: z
    .array(
      z.object({
        state: part.state,
        waits_for: z
          .enum(["slot", "pool", "budget", "link", "parent"])
          .optional()
          .describe("What they wait for"),
        jobs: z.int().describe("How many"),
        message: optionalText("Why the newest of them waits for you"),
      }),
    )
    .nullish()
    .describe(
      "In the last line: unfinished jobs of its accounts, by state and by what they wait for. null where the worker was stopped before it began, or the store could not be asked",
    ),
  unfinished_of_other_accounts: otherAccounts,
});

const trouble = z.object({
  event: z
    .literal("worker-trouble")
    .describe(
      "Something failed, and the command tries again. Printed on stderr, at most once a minute: by `worker` for every failure of the store, the network or the service, by other commands that run jobs where the store cannot be written or the disk of the files is full",
    ),
  at: time("When it happened"),
  job: optionalText("ID of the job, where it is about one"),
  code: text("Stable code: see exit and error codes"),
  message: text("What happened"),
});

const warning = z.object({
  event: z
    .literal("warning")
    .describe("Something that is probably not meant. Printed before the first job; nothing stops"),
  name: optionalText("Name of the request; absent where it is about none"),
  rule: optionalText("What found it"),
  path: optionalText("Field of the request body that it is about"),
  message: text("What is probably not meant, in words"),
});

/** A line of `run`, `resume`, `jobs retry` and `worker`. */
export const runLines = z.union([opening, notRetried, warning, summary, ofPool, worker, trouble, ofJob]);
