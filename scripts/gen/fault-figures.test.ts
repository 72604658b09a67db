import { expect, test } from "vitest";
import { fillFaultFigures } from "./fault-figures.ts";

const row = (name: string, seen: string, detail: string) => ({ name, seen, detail });
const RESULT = {
  rows: [
    row("nothing", "1 / 1 / 1 collected", "naive 1 / 1 / 1 saved; kling-api 1 / 1 / 1 saved"),
    row("reset", "1 / 1 / 1 collected", "naive 2 / 2 / 1 saved; kling-api 1 / 1 / 0 read ECONNRESET"),
    row("reset, always", "1 / 1 / 1 collected", "naive 3 / 3 / 0 fetch failed; kling-api 2 / 2 / 2 saved"),
    row("no balance", "1 / 0 / 0 approved", "naive 1 / 0 / 0 429/1102; the clock of kling-api cannot be set"),
    row("callback late", "1 / 1 / 1 collected", "the others take no callbacks"),
  ],
};

test("counts, of the faults that others take part in, what was paid twice and what was paid for nothing", () => {
  const page = "before\n<!-- bench-faults: paid-once -->\n\n| old |\n|---|\n| 9 |\nafter\n";
  const filled = fillFaultFigures(page, () => RESULT);
  expect(filled.split("\n").filter((line) => line.startsWith("|"))).toEqual([
    "| one video, one fault each | faults | paid twice | paid, no file |",
    "| --- | --- | --- | --- |",
    "| **klingkit** | 3 | 0 | 0 |",
    "| a client that polls, and retries after errors | 3 | 2 | 1 |",
    "| kling-api 1.0.0 from npm | 2 | 1 | 1 |",
  ]);
  expect(filled).toMatch(/^before\n<!-- bench-faults: paid-once -->\n\n\|/);
  expect(fillFaultFigures(filled, () => RESULT)).toBe(filled);
});
