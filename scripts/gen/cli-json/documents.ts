import * as z from "zod";
import { budget, hasMore, ledger, missingStore } from "./money.ts";
import * as part from "./parts.ts";
import {
  alreadyThere,
  compared,
  detached,
  path,
  payload,
  plan,
  planDiff,
  warning,
  withoutResult,
} from "./plans.ts";
import { runLines } from "./run-lines.ts";
import { downloaded, task, taskList, waited, waitedForSeveral } from "./tasks.ts";

const { text, optionalText, count, time, done } = part;

/** What commands print with `--json`. New fields may be added in any version; none is renamed or removed without a major one. */
export interface JsonDocument {
  /** Name of its schema file, and anchor of its section. */
  readonly id: string;
  readonly title: string;
  readonly commands: readonly string[];
  readonly means: string;
  readonly schema: z.ZodType;
}

const method = text("HTTP method of the request");

const mistake = z.object({
  file: text("File that has it"),
  line: count("Line, from 1; absent if it is about all of the file").optional(),
  column: count("Column, from 1").optional(),
  request: optionalText("Name or number of the request"),
  also_in: z.array(z.string()).optional().describe("Other requests that inherit it, as from `defaults`"),
  field: optionalText("Field, such as `shots[0].prompt`"),
  value: z
    .union([z.string(), z.number(), z.boolean()])
    .optional()
    .describe("What the file has, where it is short"),
  message: text("What is wrong, without place and field"),
  allowed: z
    .array(z.union([z.string(), z.number()]))
    .optional()
    .describe("All values that are accepted, of the type that the file must have"),
  suggestion: optionalText("Field or value that was most likely meant"),
});

const error = z.object({
  success: z.literal(false).describe("The command failed"),
  error: z
    .looseObject({
      code: text("Stable code: see exit and error codes"),
      message: text("What happened, whether it may have cost something, and what to do"),
      task_id: optionalText("Task that the error is about"),
      external_task_id: optionalText("External ID under which the task may exist"),
      request_id: optionalText("ID of the request at the service"),
      may_have_charged: optionalText(
        "`no`, `yes` or `unknown`: whether money may have been spent. If the error lists jobs, on these jobs",
      ),
      mistakes: z.array(mistake).optional().describe("With `batch_invalid`: every mistake of the file"),
    })
    .describe("Further fields depend on the code"),
});

const dryRun = z.object({
  ...done,
  dry_run: z.literal(true).describe("Nothing was sent"),
  route: text("Operation and model"),
  state: optionalText("How well the route is verified"),
  method,
  path,
  payload,
  estimate: part.estimate,
  first: z.looseObject({}).optional().describe("Request that is bought before this one"),
  total_at_most: z
    .object({ units: z.number(), usd: z.number() })
    .optional()
    .describe("The most that both cost"),
  warnings: z.array(warning).describe("What is probably not meant"),
  notes: z.array(z.string()).describe("What else is sent"),
  plan_hash: optionalText("With `--save-plan`"),
  purpose: optionalText("With `--save-plan`"),
  file: optionalText("With `--save-plan`: where the plan is"),
  next: optionalText("With `--save-plan`: the command that approves it"),
});

const created = z.object({
  ...done,
  ...task,
  file: z.string().nullable().optional().describe("With `--output`: the first file"),
  files: z.array(part.file).optional().describe("With `--output`: every result"),
  route: text("Operation and model"),
  estimate: part.estimate,
  ...part.billed,
  first: z.looseObject({}).optional().describe("Request that was bought before this one"),
  total_at_most: z
    .object({ units: z.number(), usd: z.number() })
    .optional()
    .describe("The most that both cost"),
  warnings: z
    .array(warning)
    .optional()
    .describe("What is probably not meant, and what is doubtful about the file"),
  notes: z.array(z.string()).optional().describe("What else is to know"),
  adopted: z.literal(true).optional().describe("The task was found by its external ID, not created now"),
  job: text("ID of the job"),
  batch: text("ID of the batch"),
});

const jobHistory = part.job.omit({ files: true }).extend({
  ...done,
  request: z
    .object({
      method: text("HTTP method"),
      path: text("Path of the operation"),
      payload: z.unknown().describe("Body; files stand as their SHA-256"),
      media: z.array(z.looseObject({ input: text("Path or URL") })).describe("Input files"),
    })
    .nullable()
    .describe("The exact request; null for a task of another tool"),
  estimate: part.estimate,
  sent: z
    .object({
      state: text("`open`, `accepted`, `refused` or `unknown`"),
      times: count("Attempts to send it, also those that ended before anything was sent"),
      payload_hash: text("Hash of the body that was sent"),
      last_answer: z.unknown().describe("Last response; null where there was none"),
      opened_at: time("When it was saved, before the first byte was sent"),
    })
    .nullable()
    .describe("What was sent; null: nothing yet, or another tool sent it"),
  approval: z
    .object({
      id: text("ID of the approval"),
      by: text("Name of the person or the policy"),
      via: text("How it was given"),
      at: time("When it was given"),
    })
    .nullable()
    .describe("Null where none was needed"),
  events: z
    .array(
      z.object({
        at: time("When it happened"),
        kind: text("Kind of the [event](events.md#events-of-the-engine)"),
        from: optionalText("State before"),
        to: optionalText("State after"),
        worker: z.string().nullable().describe("Process whose step it was; null for what a person did"),
        data: z.unknown().describe("Data of the event"),
      }),
    )
    .describe("What happened, in order"),
  events_left_out: count("Events that are not shown").optional(),
  ledger: z
    .array(
      z.object({
        at: time("When it was written"),
        entry: text("`reserve`, `settle` or `release`"),
        units: z.number().describe("How many"),
        attempt: count("Purchase of the job, from 1"),
      }),
    )
    .describe("Entries of the ledger, in order"),
  ledger_left_out: count("Entries that are not shown").optional(),
  units: z
    .object({
      reserved: z.number().describe("Reserved"),
      settled: z.number().describe("Charged"),
      released: z.number().describe("Given back"),
      held: z.number().describe("Still reserved"),
    })
    .describe("Sums of the ledger"),
  files: z.array(part.file.extend({ at: time("When it was saved") })).describe("Every result"),
  next: z
    .array(
      z.object({
        text: optionalText("What to do, or what the command does"),
        command: optionalText("Command line that does it"),
      }),
    )
    .describe("What resolves the job, or brings its result after all; empty where nobody needs to act"),
});

const approved = part.approval.omit({ state: true, batch: true }).extend({
  ...done,
  totals: part.totals,
  already_there: alreadyThere.describe(
    "Jobs of earlier runs that stand for requests. They are not bought again; one that is `approved` was not sent yet",
  ),
  without_result: withoutResult.describe("Jobs that ended without a result, which a run does not try again"),
  files: z.array(z.string()).describe("Names of the files"),
  callbacks: z.array(z.string()).describe("Addresses that the requests name for callbacks"),
  warnings: z
    .array(z.object({ message: text("What is to be known before the run, in words") }))
    .optional()
    .describe("Such as limits that a run would exceed now"),
  next: text("Command that runs it"),
});

const called = z.object({
  ...done,
  operation: text("ID of the operation"),
  data: z.unknown().optional().describe("What the service returned"),
  deleted: z.looseObject({}).optional().describe("What was deleted"),
  warnings: z.array(warning).optional().describe("What is probably not meant"),
  dry_run: z.literal(true).optional().describe("With `--dry-run`: nothing was sent"),
  method: optionalText("With `--dry-run`: HTTP method"),
  path: optionalText("With `--dry-run`: path"),
  input: z.looseObject({}).optional().describe("With `--dry-run`: what would be sent"),
});

/** Commands that stand for many in the list of a document. */
const BUYING = "every command that buys";
const BUYING_DRY = "every command that buys, with --dry-run";
const FREE_CALLS = "every command of an operation that costs nothing";

const GROUPS = ["video", "image", "audio", "voice", "element", "solution", "effects", "lip-sync", "edit"];
const inGroups = (verb: string): string[] => GROUPS.map((group) => `${group} ${verb}`);

export const JSON_DOCUMENTS: readonly JsonDocument[] = [
  {
    id: "error",
    title: "Error",
    commands: ["every command"],
    means:
      "Printed on stderr when a command fails. The exit code follows from the code ([all codes](exit-and-error-codes.md)).",
    schema: error,
  },
  { id: "plan", title: "Plan", commands: ["plan"], means: "What a batch would buy.", schema: plan },
  {
    id: "plan-compare",
    title: "Routes of a plan",
    commands: ["plan --compare"],
    means: "What each route of every service would make of each request, and at which price.",
    schema: compared,
  },
  {
    id: "plan-diff",
    title: "Difference of two plans",
    commands: ["plan --diff"],
    means: "What changed since another plan or batch.",
    schema: planDiff,
  },
  {
    id: "run-lines",
    title: "One line per event",
    commands: ["run", "resume", "worker"],
    means:
      "One JSON object per line: first every job, then each event, then the summary. A worker prints its own first and last line instead. Fields of [events](events.md#events-of-the-engine) are in `snake_case`.",
    schema: runLines,
  },
  {
    id: "detached",
    title: "Jobs for a worker",
    commands: ["run --detach"],
    means:
      "The jobs that were saved for a worker: one object over several lines, and not one object per line. Nothing was sent.",
    schema: detached,
  },
  {
    id: "dry-run",
    title: "Dry run",
    commands: ["video create-from-text --dry-run", BUYING_DRY],
    means: "The exact request and its price. Nothing was sent.",
    schema: dryRun,
  },
  {
    id: "created",
    title: "Create request",
    commands: ["video create", "video create-from-text", "video create-from-image", BUYING],
    means: "The task that was created.",
    schema: created,
  },
  {
    id: "task",
    title: "Task",
    commands: inGroups("status"),
    means: "How far a task is.",
    schema: z.object({ ...done, ...task }),
  },
  {
    id: "wait",
    title: "End of a wait",
    commands: ["wait"],
    means: "How a task or job stands at the end of a wait for it. One that failed is an error.",
    schema: waited,
  },
  {
    id: "wait-several",
    title: "End of a wait for several",
    commands: ["wait"],
    means: "The same for several IDs. The exit code is that of the most urgent error.",
    schema: waitedForSeveral,
  },
  {
    id: "download",
    title: "Download",
    commands: inGroups("download"),
    means: "The files of a task that were downloaded.",
    schema: downloaded,
  },
  {
    id: "call",
    title: "Free call",
    commands: [FREE_CALLS],
    means: "What the service returned to a request that costs nothing.",
    schema: called,
  },
  {
    id: "tasks",
    title: "List of tasks",
    commands: inGroups("list").map((name) => name.replace("effects list", "effects tasks")),
    means: "Tasks of every tool, newest first. `--json FIELDS` prints only those fields.",
    schema: taskList,
  },
  {
    id: "jobs",
    title: "List of jobs",
    commands: ["jobs"],
    means: "Jobs of the store, newest first.",
    schema: z.object({
      ...done,
      jobs: z.array(part.job),
      count: count("Number of jobs"),
      ...hasMore,
      ...missingStore,
    }),
  },
  {
    id: "job",
    title: "One job",
    commands: ["jobs show"],
    means: "All that is recorded about one job. Long histories are shortened; `--all` prints them whole.",
    schema: jobHistory,
  },
  {
    id: "job-decision",
    title: "Job after a decision",
    commands: ["jobs cancel", "jobs review", "jobs adopt"],
    means: "The job as it is now.",
    schema: part.job.extend(done),
  },
  {
    id: "jobs-canceled",
    title: "Several canceled jobs",
    commands: ["jobs cancel"],
    means: "Those that were canceled, where several were given. The error names the others.",
    schema: z.object({
      success: z.boolean().describe("Whether all were canceled"),
      jobs: z.array(part.job),
      count: count("Number of canceled jobs"),
    }),
  },
  {
    id: "approve",
    title: "Approval",
    commands: ["approve"],
    means: "The approval that was saved.",
    schema: approved,
  },
  {
    id: "approvals",
    title: "Approvals",
    commands: ["approvals"],
    means: "Approvals of the store, newest first.",
    schema: z.object({
      ...done,
      approvals: z.array(part.approval),
      count: count("Number of approvals"),
      ...hasMore,
      ...missingStore,
    }),
  },
  {
    id: "budget",
    title: "Budget",
    commands: ["budget"],
    means: "What was spent and is held, beside the limits of the policy.",
    schema: budget,
  },
  {
    id: "ledger",
    title: "Ledger",
    commands: ["ledger"],
    means: "Entries of the ledger, newest first.",
    schema: ledger,
  },
];
