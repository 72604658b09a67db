import { expect, test } from "vitest";
import { amountText, unitName } from "./amount-text.ts";

test.each([
  [3, undefined, "3 units"],
  [1, "video", "1 unit"],
  [1, "image", "1 image unit"],
  [0.1 + 0.2, "try_on", "0.3 try-on units"],
  [1.5, "usd", "US$ 1.50"],
  [0.0625, "usd", "US$ 0.0625"],
  [1, "credit", "1 credit"],
] as const)("%d of %s is %s", (amount, unit, text) => {
  expect(amountText(amount, unit)).toBe(text);
  expect(text).toContain(unitName(unit ?? "video").replace(/s$/, ""));
});
