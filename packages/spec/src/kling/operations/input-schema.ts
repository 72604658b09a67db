import { requireObject } from "../../require-arguments.ts";
import type { Schema } from "../../schema/schema.ts";
import { isCreate, isWrite, type Operation } from "../operation.ts";
import { legacyListInput } from "../product/legacy-reads.ts";
import { cashLedger, cashLedgerInput } from "./account/cash-ledger.ts";
import { accountCostsGet, accountCostsInput } from "./account/costs-get.ts";
import { unitLedger, unitLedgerInput } from "./account/unit-ledger.ts";
import { solutionsQuery, solutionsQueryInput } from "./solution/solutions-query.ts";
import { solutionsScan, solutionsScanInput } from "./solution/solutions-scan.ts";
import { tasksQuery, tasksQueryInput } from "./tasks/tasks-query.ts";
import { tasksScan, tasksScanInput } from "./tasks/tasks-scan.ts";

const READ_INPUTS: Readonly<Record<string, () => Schema>> = {
  [accountCostsGet.id]: accountCostsInput,
  [unitLedger.id]: unitLedgerInput,
  [cashLedger.id]: cashLedgerInput,
  [tasksQuery.id]: tasksQueryInput,
  [tasksScan.id]: tasksScanInput,
  [solutionsQuery.id]: solutionsQueryInput,
  [solutionsScan.id]: solutionsScanInput,
};

/** Schema of what a caller sends: the body of a POST, the query of a GET. Undefined where there is nothing to send. */
export function inputSchemaOf(operation: Operation): Schema | undefined {
  requireObject("inputSchemaOf", { operation });
  if (isCreate(operation) || isWrite(operation)) return operation.body;
  return operation.action === "list" ? legacyListInput(operation.maxPageSize) : READ_INPUTS[operation.id]?.();
}
