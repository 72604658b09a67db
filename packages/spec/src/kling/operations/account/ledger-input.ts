import type { Schema } from "../../../schema/schema.ts";
import * as s from "../../../schema/schema.ts";
import { optionalField } from "../../check/fields.ts";
import { LEDGER_LIMIT } from "../../families/ledger.ts";

const time = (what: string) =>
  optionalField(s.union([s.number(), s.string()]), {
    description: `${what}, Unix time. Needed without a cursor.`,
    unit: "ms",
  });

/** A key of `filters` with its values. */
export const ledgerFilter = (key: string, value: Schema): Schema =>
  s.object({ key: s.literal(key), values: s.array(value) });

/** Body of the read of a ledger; the two differ in their filters. */
export const ledgerInput = (filters: readonly Schema[]): Schema =>
  s.object({
    start_time: time("Earliest creation of the task"),
    end_time: time("Latest creation of the task"),
    cursor: optionalField(s.string(), {
      description: "`next_cursor` of the previous page; every other field is then ignored.",
    }),
    limit: optionalField(s.int({ minimum: LEDGER_LIMIT.min, maximum: LEDGER_LIMIT.max }), {
      description: "Entries per page.",
      serviceDefault: LEDGER_LIMIT.default,
    }),
    filters: optionalField(s.array(s.union(filters)), {
      description: "Keeps entries that have one of the values for every key; an empty list is no filter.",
    }),
  });
