// Commands that look at one task. A status call is made often and by scripts, so it loads no rule and no schema of a create.
export { runDownload } from "./video/download-run.ts";
export { runStatus } from "./video/status-run.ts";
