// Commands that read and decide in the store: they load SQLite, and nothing that talks to a service.
export { runApprovals } from "./approve/approvals-run.ts";
export { runJobCancel, runJobReview } from "./jobs/by-hand-run.ts";
export { runJobShow } from "./jobs/job-show-run.ts";
export { runJobs, withBook } from "./jobs/jobs-run.ts";
export { runLedger } from "./ledger/ledger-run.ts";
