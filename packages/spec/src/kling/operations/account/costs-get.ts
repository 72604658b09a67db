import * as z from "zod/mini";
import { optionalField, requiredField } from "../../check/fields.ts";
import { accountCosts } from "../../families/task-data.ts";
import type { ReadOperation } from "../../operation.ts";

const time = (what: string) =>
  requiredField(z.union([z.number(), z.string()]), { description: `${what}, Unix time.`, unit: "ms" });

/** Reads the account's resource packs. Free; the service asks for at most one call a second. */
export const accountCostsGet: ReadOperation = {
  id: "account/costs",
  title: "Read resource packs",
  effect: "reads",
  answer: "now",
  action: "call",
  family: "account",
  method: "GET",
  path: "/account/costs",
  query: z.strictObject({
    start_time: time("Start of the period"),
    end_time: time("End of the period"),
    resource_pack_name: optionalField(z.string(), { description: "Keeps the packs with exactly this name." }),
  }),
  data: accountCosts,
  source: { confidence: "LIVE", readOn: "2026-08-26" },
};
