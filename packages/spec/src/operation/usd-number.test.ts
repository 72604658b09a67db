import { expect, test } from "vitest";
import { usdNumber } from "./usd-number.ts";

test.each([
  [0.42, [], "0.42"],
  [2.1, [], "2.10"],
  [0, [], "0.00"],
  [0.028, [], "0.028"],
  [0.42, [0.028, 0.007], "0.420"],
  [0.1 + 0.2, [], "0.30"],
])("shows US$ %d beside %j as %s", (usd, beside, text) => {
  expect(usdNumber(usd, beside)).toBe(text);
});
