import { expect, test } from "vitest";
import { widthOf } from "./cells.ts";
import { createStyle } from "./style.ts";
import { formatTable } from "./table.ts";

const at = (columns: number) =>
  createStyle({ isTty: true, columns, write: () => undefined }, { NO_COLOR: "1" });
const COLUMNS = [
  { title: "JOB" },
  { title: "ROUTE", min: 8, cut: "middle", rank: 1 },
  { title: "FILE", min: 8 },
] as const;
const ROWS = [["j-1234567", "v1/text2video:kling-v3", "a/long/path.mp4"]];

test.each([
  [60, "JOB        ROUTE                   FILE\nj-1234567  v1/text2video:kling-v3  a/long/path.mp4\n"],
  [24, "JOB        FILE\nj-1234567  a/long/path.…\nNot shown at this width:\nROUTE.\n"],
  [16, "j-1234567\n  route v1/text…\n"],
])("at %i cells columns shrink, then go, then rows become records", (columns, expected) => {
  const table = formatTable(at(columns), COLUMNS, ROWS);
  for (const line of table.split("\n")) expect(widthOf(line)).toBeLessThanOrEqual(columns);
  expect(table).toBe(expected);
});

test("a column that can be left out goes before one that must be read becomes shorter than it should", () => {
  const columns = [{ title: "NAME", min: 4, keep: 9 }, COLUMNS[1]] as const;
  const rows = [["fox-in-snow", "v1/text2video:kling-v3"]];
  expect(formatTable(at(20), columns, rows)).toMatch(/^fox-in-s… {2}v1\/t…g-v3$/m);
  expect(formatTable(at(18), columns, rows)).toMatch(/^fox-in-snow$/m);
  expect(formatTable(at(6), columns, rows)).toMatch(/^fox-i…$/m);
});

test("a column that holds the same in all rows is named once below, before any other is cut", () => {
  const rows = [
    ["j-1234567", "v1/text2video:kling-v3", "a/long/path.mp4"],
    ["j-7654321", "v1/text2video:kling-v3", "b/long/path.mp4"],
  ];
  expect(formatTable(at(60), COLUMNS, rows)).toContain("ROUTE");
  expect(formatTable(at(45), COLUMNS, rows)).toBe(
    "JOB        FILE\nj-1234567  a/long/path.mp4\nj-7654321  b/long/path.mp4\nIn all rows: ROUTE v1/text2video:kling-v3\n",
  );
  const differing = rows.with(1, ["j-7654321", "v1/image2video:kling-v3", "b/long/path.mp4"]);
  expect(formatTable(at(45), COLUMNS, differing)).toMatch(/ROUTE[\s\S]*…/);
});

test.each([60, 48, 40])(
  "at %i cells a column that keeps apart does not cut two cells to the same",
  (columns) => {
    const routes = ["std", "pro", "4k"].map((tier) => `kling-video/v3.0/${tier}/text-to-video`);
    const rows = [...routes, "v1/text2video:kling-v3"].map((route) => [route, "watermark, negative prompt"]);
    const apart = [{ title: "ROUTE", min: 8, cut: "middle", keepsApart: true }, COLUMNS[2]] as const;
    const table = formatTable(at(columns), apart, rows);
    const shown = table
      .split("\n")
      .slice(1, -1)
      .map((line) => line.split("  ")[0]);
    expect(shown.join()).toContain("…");
    expect(new Set(shown).size).toBe(rows.length);
    for (const line of table.split("\n")) expect(widthOf(line)).toBeLessThanOrEqual(columns);
  },
);
