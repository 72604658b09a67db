import type * as z from "zod/mini";
import type { Operation } from "../operation.ts";
import { cashLedgerPage, unitLedgerPage } from "./ledger.ts";
import {
  accountCosts,
  legacyTask,
  legacyTaskList,
  standardTask,
  standardTaskList,
  standardTaskPage,
} from "./task-data.ts";

const ACCOUNT_ANSWERS: Readonly<Record<string, z.ZodMiniType>> = {
  "account/billing/package": unitLedgerPage,
  "account/billing/balance": cashLedgerPage,
};

/** Schema of the `data` of an operation's answer. Apart from the operations: clients read answers leniently and carry no schema of them. */
export function responseSchemaOf({ id, family, action }: Operation): z.ZodMiniType {
  if (family === "account") return ACCOUNT_ANSWERS[id] ?? accountCosts;
  if (action === "list") return legacyTaskList;
  if (action === "query") return standardTaskList;
  if (action === "scan") return standardTaskPage;
  return family === "legacy" ? legacyTask : standardTask;
}
