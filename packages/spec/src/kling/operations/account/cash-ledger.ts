import { once } from "../../../once.ts";
import * as s from "../../../schema/schema.ts";
import type { ReadOperation } from "../../operation.ts";
import { ledgerFilter, ledgerInput } from "./ledger-input.ts";

/** Body of the read. */
export const cashLedgerInput = /* @__PURE__ */ once(() =>
  ledgerInput([ledgerFilter("api_key_name", s.string())]),
);

/** Lists what tasks took from the cash balance, newest first (`INF`), page by page with a cursor. */
export const cashLedger: ReadOperation = {
  id: "account/billing/balance",
  title: "List deductions of cash",
  effect: "reads",
  answer: "now",
  action: "scan",
  family: "account",
  method: "POST",
  path: "/account/billing/balance",
  source: { confidence: "DOC", readOn: "2026-09-20" },
};
