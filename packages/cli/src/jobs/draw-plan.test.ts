import { makePlan, type PlannedJob, parseBatch, sealPlan } from "@klingkit/engine";
import { expect, it } from "vitest";
import { createStyle } from "../terminal/style.ts";
import { drawPlan } from "./draw-plan.ts";

const STYLE = createStyle({ isTty: false, columns: undefined, write: () => true }, {});
const REASON = { reason: "no price is listed", priceCard: "2026-09-20" } as const;

/** Two requests of one model and one of another, with what is known of the price of the second. */
async function perModel(estimate: PlannedJob["estimate"]): Promise<string | undefined> {
  const fox = { service: "higgsfield", model: "kling-2.6" };
  const requests = [
    { ...fox, prompt: "a fox" },
    { ...fox, prompt: "a lake" },
    { model: "kling-v3", prompt: "an owl" },
  ];
  const { purpose, jobs } = await makePlan(parseBatch(JSON.stringify({ requests })), {
    loadImage: () => Promise.reject(new Error("no images")),
  });
  const changed = jobs.map((job, at) => (at === 1 ? { ...job, estimate } : job));
  const drawn = drawPlan(STYLE, sealPlan(purpose, changed));
  return /per model +(.*)/.exec(drawn)?.[1]?.replaceAll(/ +/g, " ");
}

it("calls an exact sum no limit beside a request of unknown price, and counts that one", async () => {
  expect(await perModel({ isKnown: false, ...REASON })).toBe(
    "kling-2.6 2 videos US$ 0.35 and 1 of unknown price",
  );
});

it("calls a sum a limit where one of its prices is one", async () => {
  const ceiling = { unit: "usd", units: 0.7, usd: 0.7 } as const;
  expect(await perModel({ isKnown: false, ceiling, ...REASON })).toBe("kling-2.6 2 videos ≤ US$ 1.05");
});
