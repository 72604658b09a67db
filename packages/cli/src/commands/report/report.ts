import { CLIENT_PAGE_FLAGS } from "../../session/client-page-flags.ts";
import { JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import { RUN_REPORT } from "../../session/report-name.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Without a batch the report shows the newest one. Name a batch by its ID, or by its batch or plan file. A purpose stands for
all of its runs. The page needs no network: its clips are the files beside it. For one file that holds the clips, too, use
--inline (up to 50 MB).

Examples:
  kling report
  kling report --open
  kling report batch.yaml
  kling report launch --for-client --inline
  kling report b0mx1gnlild12q3xtvg --inline --output launch.html`;

/** \`kling report\`. */
export const reportRow: CommandRow = {
  words: ["report"],
  operands: "[batch]",
  summary: "Write a page of a batch: results, cost, approvals, timeline, problems",
  flags: [
    ["-o, --output <file>", `File to write (default: ${RUN_REPORT} beside the first file)`],
    ["--inline", "Embed the clips, up to 50 MB, so that you can send one file"],
    ...CLIENT_PAGE_FLAGS,
    ["--force", "Replace a file that klingkit did not write"],
    ["--open", "Open the page in the browser"],
    STORE_FLAG,
    JSON_FLAG,
  ],
  help: EXAMPLES,
  load: async () => (await import("./report-run.ts")).runReport,
};
