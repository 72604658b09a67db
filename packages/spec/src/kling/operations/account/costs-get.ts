import type { Schema } from "../../../schema/schema.ts";
import * as s from "../../../schema/schema.ts";
import { optionalField, requiredField } from "../../check/fields.ts";
import type { ReadOperation } from "../../operation.ts";

const time = (what: string) =>
  requiredField(s.union([s.number(), s.string()]), { description: `${what}, Unix time.`, unit: "ms" });

/** Query of the read. */
export const accountCostsInput = (): Schema =>
  s.object({
    start_time: time("Start of the period"),
    end_time: time("End of the period"),
    resource_pack_name: optionalField(s.string(), { description: "Keeps the packs with exactly this name." }),
  });

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
  source: { confidence: "LIVE", readOn: "2026-08-26" },
};
