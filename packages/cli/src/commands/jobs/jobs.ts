import { ALLOW_HOST_FLAG } from "../../session/allow-hosts.ts";
import { BATCH_MEANING } from "../../session/batch-meaning.ts";
import { CONNECTION_FLAGS, JSON_FLAG } from "../../session/connection-flags.ts";
import { APPROVAL_FLAGS, QUOTA_FLAG, SERVICE_FLAGS, STORE_FLAG } from "../../session/engine-flags.ts";
import { PREVIEW_FLAG } from "../../session/preview-flag.ts";
import { typeNames } from "../../session/task-types.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Examples:
  kling jobs --state running
  kling jobs show j0mwpxkuew4rqq9fn95`;

const RETRY_EXAMPLES = `
Examples:
  kling jobs retry j0mwpxkuew4rqq9fn95
  kling jobs retry --batch batch.yaml --failed`;

/** `kling jobs` and what can be done to one job. */
export const JOBS_ROWS: readonly CommandRow[] = [
  {
    words: ["jobs"],
    summary: "List jobs, newest first; show, cancel, retry, adopt or review one",
    flags: [
      ["--state <states>", "Show only these states, such as done,needs-you"],
      ["--batch <batch>", `Show only the jobs of a batch: ${BATCH_MEANING}`],
      ["--limit <count>", "Jobs to show, 1 to 10000", "50"],
      STORE_FLAG,
      ["--json [fields]", "Print JSON, or only these fields of each job"],
    ],
    help: EXAMPLES,
    load: async () => (await import("./jobs-run.ts")).runJobs,
  },
  {
    words: ["jobs", "show"],
    operands: "<job>",
    summary: "Show the history of a job: requests, responses, ledger, file",
    flags: [STORE_FLAG, JSON_FLAG, ["--all", "Show every event and ledger entry"], PREVIEW_FLAG],
    load: async () => (await import("./job-show-run.ts")).runJobShow,
  },
  {
    words: ["jobs", "cancel"],
    operands: "<jobs...>",
    summary: "Cancel jobs that are not sent yet, or wait in the service's queue",
    flags: [...SERVICE_FLAGS, JSON_FLAG, ...CONNECTION_FLAGS],
    load: async () => (await import("./job-decision-run.ts")).runJobCancel,
  },
  {
    words: ["jobs", "review"],
    operands: "<job>",
    summary: "Resolve a job in `unknown`, or give up a lost file",
    flags: [
      STORE_FLAG,
      JSON_FLAG,
      ["--not-bought", "Confirm that you found no task at the service"],
      ["--gone", "Confirm that the service has lost the file"],
      ["--by <name>", "Name of the person who decides (default: your user name)"],
    ],
    load: async () => (await import("./job-decision-run.ts")).runJobReview,
  },
  {
    words: ["jobs", "retry"],
    operands: "[job]",
    summary: "Buy a job again, or all failed jobs of a batch; needs an approval",
    flags: [
      ["--batch <batch>", `Retry jobs of a batch, with --failed: ${BATCH_MEANING}`],
      ["--failed", "Buy what failed in the batch again, with the jobs that were canceled with it"],
      ["--output-dir <folder>", "Folder for the file (default: the folder of the first job)"],
      ["--max-units <units>", "Most units for --approve: 12, usd=1.50, or any if a price is unknown"],
      QUOTA_FLAG,
      ...APPROVAL_FLAGS,
      ALLOW_HOST_FLAG,
      ...SERVICE_FLAGS,
      JSON_FLAG,
      ...CONNECTION_FLAGS,
    ],
    help: RETRY_EXAMPLES,
    load: async () => (await import("./job-service-run.ts")).runJobRetry,
  },
  {
    words: ["jobs", "adopt"],
    operands: "<ids...>",
    usage: "[options] [job] <task_id>",
    summary: "Attach a task to a job in `unknown`, or make a job of another tool's task",
    flags: [
      [
        "-o, --output <file>",
        "File for a task without a job (default: TASK_ID with the extension of its kind)",
      ],
      ["--purpose <text>", "Purpose of a task without a job (default: adopted)"],
      ["-t, --type <type>", `Type of a task without a job: ${typeNames()}`],
      ["--external", "Read the ID of a task without a job as an external task ID"],
      ...SERVICE_FLAGS,
      JSON_FLAG,
      ...CONNECTION_FLAGS,
    ],
    load: async () => (await import("./job-service-run.ts")).runJobAdopt,
  },
];
