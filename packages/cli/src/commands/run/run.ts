import { ALLOW_HOST_FLAG } from "../../session/allow-hosts.ts";
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
  summary: "Buy, follow and download every video of a plan or batch, each exactly once",
  flags: [
    ["--output-dir <folder>", "where the files go (default: the current folder)"],
    ["--purpose <text>", "label under which the creates are counted together"],
    [
      "--max-units <units>",
      "with --approve: most units (`12`, `usd=1.50`), or `any` where a price is unknown",
    ],
    [
      "--report [file]",
      "when the run ends, write a page of it, as `kling report` does (default: beside the first file)",
    ],
    QUOTA_FLAG,
    RUN_TIMEOUT_FLAG,
    ["--again", "buy the same plan again, as a new batch"],
    ...ROUTE_CHOICE_FLAGS,
    STRICT_FLAG,
    OPEN_FLAG,
    PREVIEW_FLAG,
    ["--detach", "make the jobs and leave the work to `kling worker`; sends nothing"],
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
  summary: "Continue every unfinished job of this account; stopped pools try again",
  flags: [
    ["--policy <file>", "its limits hold; also KLING_POLICY"],
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
  load: async () => (await import("./run-run.ts")).runResume,
};
