import { ALLOW_HOST_FLAG } from "../../session/allow-hosts.ts";
import { BATCH_MEANING } from "../../session/batch-meaning.ts";
import { CLIENT_PAGE_FLAGS } from "../../session/client-page-flags.ts";
import { CONNECTION_FLAGS, JSON_FLAG } from "../../session/connection-flags.ts";
import {
  APPROVAL_FLAGS,
  CALLBACK_FLAGS,
  OPEN_FLAG,
  QUOTA_FLAG,
  ROUTE_CHOICE_FLAGS,
  RUN_TIMEOUT_FLAG,
  SERVICE_FLAGS,
  STRICT_FLAG,
} from "../../session/engine-flags.ts";
import { PREVIEW_FLAG } from "../../session/preview-flag.ts";
import { FILE_REPORT } from "../../session/report-name.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Running the same plan again continues where it stopped; nothing is bought twice. After Ctrl-C, run it again or use
\`kling resume\`.

Examples:
  kling run examples/batch.yaml --emulated
  kling run plan.json
  kling run batch.yaml --approve --output-dir videos
  kling run plan.json --detach --store postgres://kling@db.example/videos`;

/** \`kling run\`. */
export const runRow: CommandRow = {
  words: ["run"],
  operands: "<file>",
  summary: "Buy, follow and download each result of a plan or batch exactly once",
  flags: [
    ["--output-dir <folder>", "Folder for the files (default: the current folder)"],
    ["--purpose <text>", "Label that create requests are counted under"],
    ["--max-units <units>", "Most units for --approve: 12, usd=1.50, or any if a price is unknown"],
    [
      "--report [file]",
      `Write the page of \`kling report FILE\` at the end (default: ${FILE_REPORT} beside the first file)`,
    ],
    ...CLIENT_PAGE_FLAGS,
    QUOTA_FLAG,
    RUN_TIMEOUT_FLAG,
    ["--again", "Buy the same plan again, as a new batch"],
    ...ROUTE_CHOICE_FLAGS,
    STRICT_FLAG,
    OPEN_FLAG,
    PREVIEW_FLAG,
    ["--detach", "Create the jobs, and leave the work to `kling worker`; send nothing"],
    ...APPROVAL_FLAGS,
    ALLOW_HOST_FLAG,
    ...CALLBACK_FLAGS,
    ...SERVICE_FLAGS,
    JSON_FLAG,
    ...CONNECTION_FLAGS,
  ],
  help: EXAMPLES,
  load: async () => (await import("./run-run.ts")).runBatch,
};

/** \`kling resume\`. */
export const resumeRow: CommandRow = {
  words: ["resume"],
  operands: "[batch]",
  summary: "Resume all unfinished jobs, or those of a batch, and retry blocked models",
  flags: [
    ["--policy <file>", "Policy file whose limits apply (env: KLING_POLICY)"],
    QUOTA_FLAG,
    RUN_TIMEOUT_FLAG,
    OPEN_FLAG,
    PREVIEW_FLAG,
    ALLOW_HOST_FLAG,
    ...CALLBACK_FLAGS,
    ...SERVICE_FLAGS,
    JSON_FLAG,
    ...CONNECTION_FLAGS,
  ],
  help: `
<batch> is ${BATCH_MEANING}. The jobs of other batches stay as they are; slots and
budgets are shared with them.

Examples:
  kling resume
  kling resume batch.yaml`,
  load: async () => (await import("./run-run.ts")).runResume,
};
