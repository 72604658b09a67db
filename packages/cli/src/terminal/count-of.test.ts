import { expect, test } from "vitest";
import { countOf, lengthOf } from "./count-of.ts";

test("counts in the right number", () => {
  expect([0, 1, 2].map((count) => countOf(count, "create"))).toEqual(["0 creates", "1 create", "2 creates"]);
});

test("tells a time in hours where they come out whole", () => {
  expect([86_400_000, 3_600_000, 5_400_000, 60_000].map(lengthOf)).toEqual([
    "24 hours",
    "1 hour",
    "90 minutes",
    "1 minute",
  ]);
});
