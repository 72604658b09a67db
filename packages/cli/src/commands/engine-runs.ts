// Commands that need the engine, apart from runs.ts: all others start without it and without SQLite.

export { carryCreate } from "../create/carry-create.ts";
export { saveCreatePlan } from "../create/save-plan.ts";
export { runSettle } from "../jobs/settle-run.ts";
export { runApprove } from "./approve/approve-run.ts";
export { runJobAdopt, runJobRetry } from "./jobs/job-service-run.ts";
export { runBudget } from "./ledger/budget-run.ts";
export { runPlan } from "./plan/plan-run.ts";
export { runResume, runRun } from "./run/run-run.ts";
export { runWorker } from "./worker/worker-run.ts";
