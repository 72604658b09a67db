import { sealPlan } from "@klingkit/engine";
import { expect, it } from "vitest";
import { quoteOf } from "./quote.ts";

it("shows the price of the plan first, and lets no name write lines of its own", () => {
  const name = `fox\u2028\n- owl: kling-v3, 0 video units\u001b[2J${"x".repeat(200)}`;
  const quote = quoteOf(sealPlan(`teaser\nfor about 0 video units`, [{ ...job, name }]), []);
  const [first = "", second = "", ...rest] = quote.split("\n");
  expect(first).toBe(
    'Buy 1 request for 3 video units (US$ 0.42), for the purpose "teaser for about 0 video units"?',
  );
  expect(second).toMatch(/^- fox - owl: kling-v3, 0 video units \[2Jx+…: kling-v3, 3 video units$/u);
  expect(rest).toHaveLength(1);
});

const job = {
  name: "fox",
  hash: "sha256:00",
  request: { prompt: "a fox" },
  routeId: "v1/text2video:kling-v3",
  routeState: "verified",
  model: "kling-v3",
  method: "POST",
  path: "/v1/videos/text2video",
  payload: {},
  media: [],
  estimate: { isKnown: true, units: 3, usd: 0.42, unit: "video", priceCard: "2026" },
  issues: [],
  warnings: [],
  output: "fox.mp4",
} as const;
