import { sealPlan } from "@klingkit/engine";
import { expect, it } from "vitest";
import { quoteOf } from "./quote.ts";

it("shows the price of the plan first, and lets no name write lines of its own", () => {
  const name = `fox\u2028\n- owl: kling-v3, 0 video units\u001b[2J${"x".repeat(200)}`;
  const quote = quoteOf(sealPlan(`teaser\nfor about 0 video units`, [{ ...job, name }]), NOBODY);
  const [first = "", second = "", ...rest] = quote.split("\n");
  expect(first).toBe(
    'Buy 1 request for 3 video units (US$ 0.42), for the purpose "teaser for about 0 video units"?',
  );
  expect(second).toMatch(/^- fox - owl: kling-v3, 0 video units \[2Jx+…: kling-v3, 3 video units$/u);
  expect(rest).toHaveLength(1);
});

it("asks for an unknown price by its name, not as 0 units", () => {
  const estimate = { isKnown: false, reason: "not listed", priceCard: "2026" } as const;
  const [first] = quoteOf(sealPlan("teaser", [{ ...job, estimate }]), NOBODY).split("\n");
  expect(first).toBe('Buy 1 request for an unknown price, for the purpose "teaser"?');
  const [both] = quoteOf(sealPlan("teaser", [job, { ...job, estimate }]), NOBODY).split("\n");
  expect(both).toContain("for 3 video units (US$ 0.42) and 1 without a known price,");
});

it("names the unit of each amount: dollars are no units", () => {
  const priced = (unit: "usd" | "image", units: number, usd: number) => ({
    ...job,
    unit,
    estimate: { isKnown: true, unit, units, usd, priceCard: "2026" } as const,
  });
  const [first, video, image] = quoteOf(
    sealPlan("teaser", [priced("usd", 0.42, 0.42), priced("image", 16, 0.056)]),
    NOBODY,
  ).split("\n");
  expect(first).toContain("for US$ 0.42 and 16 image units (US$ 0.056),");
  expect(video).toMatch(/, US\$ 0\.42$/);
  expect(image).toMatch(/, 16 image units$/);
});

it("names who pays, and calls an emulator one", () => {
  const lastOf = (account: string) =>
    quoteOf(sealPlan("teaser", [job]), { ...NOBODY, accounts: [{ provider: "kling", account }] })
      .split("\n")
      .at(-1);
  expect(lastOf("studio")).toMatch(/If you approve, the service charges the account studio\.$/);
  for (const account of ["emulated", "emulator 127.0.0.1:8787 fea410a241"])
    expect(lastOf(account)).toMatch(/\. The account is emulat.*: an emulator, which charges nothing\.$/);
});

const NOBODY = { warnings: [], accounts: [] };

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
