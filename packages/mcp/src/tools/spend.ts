import type { LedgerSums } from "@klingkit/engine";
import * as z from "zod/mini";
import { resultOf } from "../results.ts";
import type { ServerDeps } from "../server-options.ts";
import { defineTool } from "./tool.ts";

/** `spend`: what was spent and is held. */
export const spend = defineTool({
  name: "spend",
  title: "Spend",
  description:
    "Units spent and reserved, today (UTC) and in total, per service and unit, and the owner's limits",
  input: z.strictObject({}),
  output: z.looseObject({ spend: z.array(z.looseObject({})) }),
  effect: "reads",
  isIdempotent: true,
  isOpenWorld: false,
  async call(_, { deps }) {
    return resultOf(await spendJson(deps), []);
  },
});

export async function spendJson({ engine, jobClient }: ServerDeps) {
  const spending = await jobClient.spending();
  const { limits } = await engine.budget();
  return {
    spend: spending.map(({ provider, account, unit, today, total }) => ({
      service: provider,
      // A store may also hold jobs of an emulator, which cost nothing.
      account,
      unit,
      today: sumsJson(today),
      total: sumsJson(total),
    })),
    limits: {
      ...(limits.unitsPerRun === undefined ? {} : { units_per_run: limits.unitsPerRun }),
      ...(limits.unitsPerDay === undefined ? {} : { units_per_day: limits.unitsPerDay }),
    },
  };
}

const sumsJson = ({ settled, held }: LedgerSums) => ({ spent: settled, reserved: held });
