import * as z from "zod/mini";
import { requireObject } from "../../require-arguments.ts";
import { isWrite, type Operation } from "../operation.ts";
import { accountCosts } from "./account-costs.ts";
import { cashLedgerPage, unitLedgerPage } from "./ledger.ts";
import {
  answerWithoutTask,
  deletion,
  editSession,
  legacyTask,
  legacyTaskList,
  libraryElement,
  solutionTask,
  standardTask,
  standardTaskList,
  standardTaskPage,
} from "./task-data.ts";

const ACCOUNT_ANSWERS: Readonly<Record<string, z.ZodMiniType>> = {
  "account/billing/package": unitLedgerPage,
  "account/billing/balance": cashLedgerPage,
};

/** Answers of calls that change something, other than deletions. */
const WRITE_ANSWERS: Readonly<Record<string, z.ZodMiniType>> = {
  "v1/general/custom-elements": libraryElement,
  "v1/multi-elements/init-selection": editSession,
  "v1/multi-elements/add-selection": editSession,
  "v1/multi-elements/delete-selection": editSession,
  "v1/multi-elements/clear-selection": editSession,
  "v1/multi-elements/preview-selection": editSession,
};

/** Schema of the `data` of an operation's answer. Apart from the operations: clients read answers leniently and carry no schema of them. */
export function responseSchemaOf(operation: Operation): z.ZodMiniType {
  requireObject("responseSchemaOf", { operation });
  const { id, family, action } = operation;
  if (family === "account") return ACCOUNT_ANSWERS[id] ?? accountCosts;
  if (isWrite(operation)) return action === "delete" ? deletion : (WRITE_ANSWERS[id] ?? z.any());
  if ("lists" in operation && operation.lists === "record") return z.array(libraryElement);
  if (action === "list") return legacyTaskList;
  if (action === "query") return standardTaskList;
  if (action === "scan") return standardTaskPage;
  if ("hasNoTask" in operation && operation.hasNoTask) return answerWithoutTask;
  if (family === "solutions") return solutionTask;
  return family === "legacy" ? legacyTask : standardTask;
}
