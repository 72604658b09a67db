import type { KeysOf } from "@klingkit/spec/core";
import { GRANT_NAMES } from "../approve/approval.ts";
import { ANSWER_NAMES, ASKING_NAMES } from "../approve/questions.ts";
import type { ArgumentRules } from "../arguments/check-arguments.ts";
import { LEDGER_QUERY_NAMES } from "../ledger/ledger.ts";
import { FOREIGN_TASK_NAMES } from "./adopt-foreign.ts";
import { ENQUEUE_NAMES, type EnqueueOptions } from "./enqueue.ts";
import { WHICH_JOBS_NAMES } from "./find-scope.ts";
import { JOB_QUERY_NAMES } from "./query-jobs.ts";
import { RUN_NAMES } from "./run-scoped.ts";

const PREVIEW_NAMES: KeysOf<Pick<EnqueueOptions, "continues" | "again">> = { continues: true, again: true };
const RETRY_NAMES: KeysOf<Pick<EnqueueOptions, "approvalId" | "outputDir">> = {
  approvalId: true,
  outputDir: true,
};

/** What the methods of an engine take. What a service sent (callbacks, files) may have more fields than we know. */
export const ENGINE_ARGUMENTS = {
  approve: { plan: "object", grant: { known: GRANT_NAMES, needs: ["approvedBy"] } },
  preview: { plan: "object", options: { known: PREVIEW_NAMES } },
  enqueue: { plan: "object", options: { known: ENQUEUE_NAMES } },
  run: { options: { known: RUN_NAMES } },
  stop: {},
  jobs: { query: { known: JOB_QUERY_NAMES } },
  jobsOfKey: { key: "text" },
  job: { id: "text" },
  summary: {},
  timing: { id: "text" },
  cancel: { id: "text" },
  recover: { id: "text" },
  retry: { id: "text", options: { known: RETRY_NAMES } },
  retryPlan: { id: "text" },
  retryAll: { ids: "object", options: { known: RETRY_NAMES } },
  retryAllPlan: { ids: "object" },
  adopt: { id: "text", taskId: "text" },
  adoptForeign: { task: { known: FOREIGN_TASK_NAMES, needs: ["taskId"] } },
  catchUp: { jobIds: "object" },
  recordFile: { jobId: "text", file: "object" },
  refetchGone: { jobIds: "object" },
  review: { id: "text", verdict: { known: { verdict: true, by: true }, needs: ["verdict", "by"] } },
  resume: { options: { known: WHICH_JOBS_NAMES } },
  receive: { callback: "object" },
  ledger: { query: { known: LEDGER_QUERY_NAMES } },
  budget: { unit: "any" },
  ask: {
    plan: "object",
    asking: { known: ASKING_NAMES, needs: ["rung", "argumentsHash", "caller", "client"] },
  },
  answer: {
    plan: "object",
    given: { known: ANSWER_NAMES, needs: ["nonce", "rung", "argumentsHash", "caller", "verdict"] },
    grant: { known: GRANT_NAMES, needs: ["approvedBy"] },
  },
  wasDeclined: { planHash: "text", asking: "object" },
} satisfies Readonly<Record<string, ArgumentRules>>;
