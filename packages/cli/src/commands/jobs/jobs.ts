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

/** `kling jobs` and what can be done to one job. */
export const JOBS_ROWS: readonly CommandRow[] = [
  {
    words: ["jobs"],
    summary: "List jobs, newest first; show, cancel, retry, adopt or review one",
    flags: [
      ["--state <states>", "only these states, as they are shown or stored, such as waiting,done"],
      ["--batch <batch>", `only the jobs of a batch: ${BATCH_MEANING}`],
      ["--limit <count>", "most jobs, 1 to 10000", "50"],
      STORE_FLAG,
      JSON_FLAG,
    ],
    help: EXAMPLES,
    load: async () => (await import("./jobs-run.ts")).runJobs,
  },
  {
    words: ["jobs", "show"],
    operands: "<job>",
    summary: "history: payload hash, what was sent and answered, ledger, file",
    flags: [
      STORE_FLAG,
      JSON_FLAG,
      ["--all", "show every event and ledger entry, however many there are"],
      PREVIEW_FLAG,
    ],
    load: async () => (await import("./job-show-run.ts")).runJobShow,
  },
  {
    words: ["jobs", "cancel"],
    operands: "<job>",
    summary: "take back a job that was not sent yet, or that waits in a service's queue",
    flags: [...SERVICE_FLAGS, JSON_FLAG, ...CONNECTION_FLAGS],
    load: async () => (await import("./job-decision-run.ts")).runJobCancel,
  },
  {
    words: ["jobs", "review"],
    operands: "<job>",
    summary: "decide about a job in `unknown`: give back the units that it holds",
    flags: [
      STORE_FLAG,
      JSON_FLAG,
      ["--not-bought", "you looked it up at the service, and nothing was bought"],
      ["--by <name>", "who decides (default: the user of this machine)"],
    ],
    load: async () => (await import("./job-decision-run.ts")).runJobReview,
  },
  {
    words: ["jobs", "retry"],
    operands: "<job>",
    summary: "Buy the video of a job again, as a new job; needs an approval of its own",
    flags: [
      ["--output-dir <folder>", "where the file goes (default: the folder of the first job)"],
      [
        "--max-units <units>",
        "with --approve: most units (`12`, `usd=1.50`), or `any` where a price is unknown",
      ],
      QUOTA_FLAG,
      ...APPROVAL_FLAGS,
      ALLOW_HOST_FLAG,
      ...SERVICE_FLAGS,
      JSON_FLAG,
      ...CONNECTION_FLAGS,
    ],
    load: async () => (await import("./job-service-run.ts")).runJobRetry,
  },
  {
    words: ["jobs", "adopt"],
    operands: "<ids...>",
    usage: "[options] [job] <task_id>",
    summary: "Attach a task to a job in `unknown`; without a job, make a job of another tool's task",
    flags: [
      ["-o, --output <file>", "without a job: where `kling resume` puts the video (default: TASK_ID.mp4)"],
      ["--purpose <text>", "without a job: label under which it is counted (default: adopted)"],
      ["-t, --type <type>", `without a job: task type: ${typeNames()}`],
      ["--external", "without a job: the id is an external task id"],
      ...SERVICE_FLAGS,
      JSON_FLAG,
      ...CONNECTION_FLAGS,
    ],
    load: async () => (await import("./job-service-run.ts")).runJobAdopt,
  },
];
