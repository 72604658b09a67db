import { expect, it } from "vitest";
import { type Plan, type PlannedJob, sealPlan } from "../index.ts";
import { isAtLeast, leastRungFor, rungOf } from "./least-rung.ts";
import { readPolicy } from "./policy.ts";

const RULES = [
  { rung: "elicitation" },
  { rung: "studio", aboveUnits: 5 },
  { rung: "terminal", purpose: "poster" },
  { rung: "app", unit: "image", aboveUnits: 1 },
];
const policy = readPolicy(
  JSON.stringify({ kind: "klingkit.policy", version: 1, writtenBy: "ada", leastRungs: RULES }),
);

const planOf = (purpose: string, units: number | undefined): Plan =>
  sealPlan(purpose, [
    {
      estimate:
        units === undefined
          ? { isKnown: false, reason: "no price", priceCard: "x" }
          : { isKnown: true, units, usd: 0, unit: "video", priceCard: "x" },
      issues: [],
      routeState: "verified",
    } as unknown as PlannedJob,
  ]);

it.each([
  ["a small plan", "teaser", 5, "elicitation"],
  ["a plan above the amount", "teaser", 5.5, "studio"],
  ["a plan without a price, which may cost anything", "teaser", undefined, "studio"],
  ["a plan of the purpose, whatever it costs", "poster", 1, "terminal"],
])("asks for the highest rung of the rules that fit %s", (_, purpose, units, rung) => {
  expect(leastRungFor(policy, planOf(purpose, units))).toBe(rung);
});

it("takes no flag and no program for a person's answer", () => {
  expect(rungOf({ via: "flag" })).toBeUndefined();
  expect(rungOf({ via: "code" })).toBeUndefined();
  expect(rungOf({ via: "mcp", rung: "app" })).toBe("app");
  expect(rungOf({ via: "terminal" })).toBe("terminal");
  expect(isAtLeast(undefined, "elicitation")).toBe(false);
  expect(isAtLeast("studio", "app")).toBe(true);
});

it("refuses a rung that does not exist, with the ones that do", () => {
  const text = JSON.stringify({
    kind: "klingkit.policy",
    version: 1,
    writtenBy: "ada",
    leastRungs: [{ rung: "phone" }],
  });
  expect(() => readPolicy(text)).toThrow(
    /leastRungs\[0\]\.rung "phone" is not supported\. Use .*elicitation/,
  );
});
