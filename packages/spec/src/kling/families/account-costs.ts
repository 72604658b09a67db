import * as z from "zod/mini";
import { millis, text } from "./answer-fields.ts";

export const resourcePack = z.looseObject({
  resource_pack_name: text(),
  resource_pack_id: text(),
  resource_pack_type: text(),
  total_quantity: z.nullish(z.number()),
  remaining_quantity: z.nullish(z.number()),
  purchase_time: millis(),
  effective_time: millis(),
  invalid_time: millis(),
  status: text(),
});

/** Double envelope; the list is missing when the account has no pack. @source LIVE 2026-08-26 */
export const accountCosts = z.looseObject({
  code: z.nullish(z.number()),
  msg: text(),
  resource_pack_subscribe_infos: z.nullish(z.array(resourcePack)),
});

export type AccountCosts = z.infer<typeof accountCosts>;
export type ResourcePack = z.infer<typeof resourcePack>;
