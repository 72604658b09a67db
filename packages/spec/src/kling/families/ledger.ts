import * as z from "zod/mini";
import { decimal, text } from "./answer-fields.ts";

/** Entries per page of both ledgers of the account. @source DOC 2026-09 */
export const LEDGER_LIMIT = { default: 500, min: 1, max: 500 } as const;

/** Values of `product_type` of the unit ledger. @source DOC 2026-09 */
export const UNIT_LEDGER_PRODUCTS = ["video", "image", "try-on"] as const;

/** What the entries of both ledgers say of the task. Fields of videos are missing or empty for images (`INF`). */
const deduction = {
  task_id: text(),
  api_key_name: text(),
  product_function: text(),
  model_name: text(),
  resolution: text(),
  duration: text(),
  refer_video_input: z.nullish(z.union([z.boolean(), z.literal("")])),
  video_sound: text(),
  voice_control: z.nullish(z.union([z.boolean(), z.literal("")])),
  /** Unix ms; the documentation has it as text. */
  deduction_time: decimal(),
  deduction_amount: z.nullish(z.number()),
};

/** What one task took from one pack. Amounts are units. @source DOC 2026-09 */
export const unitDeduction = z.looseObject({
  ...deduction,
  package_id: text(),
  product_type: text(),
  unit_before_deduction: z.nullish(z.number()),
  unit_after_deduction: z.nullish(z.number()),
});

/** What one task took from the cash balance. Amounts are in `currency`. @source DOC 2026-09 */
export const cashDeduction = z.looseObject({
  ...deduction,
  /** `balance`, or `test_balance` for test money. */
  cash_type: text(),
  balance_before_deduction: z.nullish(z.number()),
  balance_after_deduction: z.nullish(z.number()),
  list_price: z.nullish(z.number()),
  currency: text(),
});

const page = <Entry extends z.ZodMiniType>(entry: Entry) =>
  z.looseObject({
    result: z.nullish(z.looseObject({ detail: z.nullish(z.array(entry)), count: z.nullish(z.number()) })),
    next_cursor: text(),
    has_more: z.nullish(z.boolean()),
  });

/** `data` of a page of the unit ledger. `next_cursor` is missing or empty on the last page (`INF`). */
export const unitLedgerPage = /* @__PURE__ */ page(unitDeduction);
/** `data` of a page of the cash ledger. */
export const cashLedgerPage = /* @__PURE__ */ page(cashDeduction);

export type UnitDeduction = z.infer<typeof unitDeduction>;
export type CashDeduction = z.infer<typeof cashDeduction>;
