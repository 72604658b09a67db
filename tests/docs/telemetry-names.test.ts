import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ATTRIBUTE, METRIC, SPAN } from "../../packages/engine/src/telemetry/names.ts";

const PAGE = "docs/guides/observability.md";

test.each([
  ["span", SPAN],
  ["metric", METRIC],
  ["attribute", ATTRIBUTE],
] as const)("the guide names every %s", (_, names: Readonly<Record<string, string>>) => {
  const page = readFileSync(PAGE, "utf8");

  expect(Object.values(names).filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
