import { expect, it, test } from "vitest";
import { createStyle } from "../terminal/style.ts";
import { drawSpending, type SpendingJson, spendingInAll } from "./draw-spending.ts";
import { listPriceSum, listPriceText } from "./list-price.ts";

const UNITS = { unit: "video", amount: 3 } as const;
const IMAGES = { unit: "image", amount: 8 } as const;
const DOLLARS = { unit: "usd", amount: 2.52 } as const;
const CREDITS = { unit: "credit", amount: 3 } as const;

test.each([
  [[UNITS], "US$ 0.42 at list price"],
  [[UNITS, IMAGES, DOLLARS], "in all US$ 2.968 at list price"],
  [[UNITS, { ...IMAGES, amount: 0 }], "US$ 0.42 at list price"],
  [[{ ...UNITS, amount: 0 }], "US$ 0.00 at list price"],
  [[DOLLARS], undefined],
  [[{ ...UNITS, amount: 0 }, DOLLARS], undefined],
  [[UNITS, CREDITS], undefined],
] as const)("beside %j stands %j", (amounts, text) => {
  expect(listPriceText(amounts)).toBe(text);
});

it("adds no amount whose price is unknown", () => {
  expect(listPriceSum([UNITS, CREDITS])).toBeNull();
  expect(listPriceSum([UNITS, { ...CREDITS, amount: 0 }])).toBe(0.42);
});

const row = (account: string, unit: SpendingJson["unit"], spent: number, held = 0): SpendingJson => ({
  account,
  unit,
  spent,
  held,
  spent_usd: null,
  held_usd: null,
});
const draw = (rows: readonly SpendingJson[]) =>
  drawSpending(createStyle({ isTty: false, write: () => undefined }, {}), rows);

it("draws the sum of several units below their rows, with what is reserved", () => {
  const rows = [row("ana", "video", 3), row("ana", "usd", 0.35, 0.7)];
  expect(draw(rows)).toContain("\nIn all US$ 0.77 at list price, and US$ 0.70 reserved.\n");
  expect(spendingInAll(rows)).toEqual({ spent_usd: 0.77, held_usd: 0.7 });
  expect(draw([row("ana", "video", 3), row("ben", "video", 3), row("ana", "usd", 0)])).not.toContain(
    "In all",
  );
  expect(draw([row("ana", "video", 3), row("ana", "credit", 3)])).not.toContain("In all");
});

it("counts no row of an emulator as money beside those that were paid", () => {
  const emulated = row("emulator a", "image", 8);
  const rows = [row("ana", "video", 3), row("ana", "usd", 0.35), emulated];
  expect(draw(rows)).toContain("\nIn all US$ 0.77 at list price, without the rows of an emulator.\n");
  expect(spendingInAll([emulated])).toEqual({ spent_usd: 0.028, held_usd: 0 });
});
