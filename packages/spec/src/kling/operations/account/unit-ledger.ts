import { once } from "../../../once.ts";
import * as s from "../../../schema/schema.ts";
import { UNIT_LEDGER_PRODUCTS } from "../../families/ledger.ts";
import type { ReadOperation } from "../../operation.ts";
import { ledgerFilter, ledgerInput } from "./ledger-input.ts";

/** Body of the read. A name and an id of a pack exclude each other once both have values. */
export const unitLedgerInput = /* @__PURE__ */ once(() =>
  ledgerInput([
    ledgerFilter("product_type", s.oneOf(UNIT_LEDGER_PRODUCTS)),
    ledgerFilter("api_key_name", s.string()),
    ledgerFilter("package_name", s.string()),
    ledgerFilter("package_id", s.string()),
  ]),
);

/** Lists what tasks took from resource packs, newest first (`INF`), page by page with a cursor. */
export const unitLedger: ReadOperation = {
  id: "account/billing/package",
  title: "List deductions of units",
  effect: "reads",
  answer: "now",
  action: "scan",
  family: "account",
  method: "POST",
  path: "/account/billing/package",
  source: { confidence: "DOC", readOn: "2026-09-20" },
};
