import type { KeysOf } from "@klingkit/spec/core";
import { GRANT_NAMES } from "../approve/approval.ts";
import type { ArgumentRules } from "../arguments/check-arguments.ts";
import type { ChargeQuery } from "../ledger/charges.ts";
import { LEDGER_QUERY_NAMES, LEDGER_SCOPE_NAMES, type LedgerQuery } from "../ledger/ledger.ts";
import { BATCH_QUERY_NAMES } from "./query-batches.ts";
import { JOB_QUERY_NAMES } from "./query-jobs.ts";

const CHARGE_QUERY_NAMES: KeysOf<ChargeQuery> = {
  provider: true,
  account: true,
  sinceMs: true,
  taskIds: true,
};
const SPENDING_NAMES: KeysOf<Pick<LedgerQuery, "batchId" | "purpose" | "jobIds">> = {
  batchId: true,
  purpose: true,
  jobIds: true,
};

/** What the methods of a job client take. */
export const JOB_CLIENT_ARGUMENTS = {
  jobs: { query: { known: JOB_QUERY_NAMES } },
  jobNames: { query: { known: JOB_QUERY_NAMES } },
  batches: { query: { known: BATCH_QUERY_NAMES } },
  planned: { jobIds: "object" },
  prompts: { jobIds: "object" },
  assets: { jobIds: "object" },
  asset: { sha256: "text" },
  job: { id: "text" },
  summary: {},
  namesOf: { key: "object" },
  unfinished: {},
  unfinishedOf: { accounts: "object" },
  ledger: { query: { known: LEDGER_QUERY_NAMES } },
  sums: { scope: { known: LEDGER_SCOPE_NAMES } },
  charges: {
    query: { known: CHARGE_QUERY_NAMES, needs: ["provider"] },
  },
  lastEventSeq: {},
  spending: {},
  purposeSpending: { query: { known: { purpose: true } } },
  jobsSpending: { query: { known: SPENDING_NAMES, needs: [] } },
  approve: { plan: "object", grant: { known: GRANT_NAMES, needs: ["approvedBy"] }, accounts: "any" },
  preview: { plan: "object", accountFor: "object", options: { known: { again: true } } },
  findOverLimit: { plan: "object", policy: "object", accountFor: "object" },
  keepPlan: { plan: "object" },
  plan: { hash: "text" },
  approvals: { planHash: "text" },
  allApprovals: { options: { known: { limit: true }, needs: ["limit"] } },
  cancel: { id: "text" },
  review: { id: "text", verdict: { known: { verdict: true, by: true }, needs: ["verdict", "by"] } },
  slots: {},
  pools: {},
  pauses: { key: "object" },
  workers: {},
} satisfies Readonly<Record<string, ArgumentRules>>;
