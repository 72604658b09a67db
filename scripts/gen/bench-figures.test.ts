import { expect, it } from "vitest";
import { fillFigures } from "./bench-figures.ts";

const read = () => ({
  date: "2026-11-28",
  machine: "2 × CPU",
  rows: [
    { name: "engine throughput, SQLite", seen: "293 jobs/s", detail: "3 × 2000 jobs" },
    { name: "… on PostgreSQL", seen: "113 jobs/s", detail: "3 × 600 jobs" },
  ],
});
const HEAD = "| what | measured 2026-11-28, 2 × CPU | how |\n| --- | --- | --- |\n";
const SQLITE = "| engine throughput, SQLite | 293 jobs/s | 3 × 2000 jobs |\n";
const POSTGRES = "| on PostgreSQL | 113 jobs/s | 3 × 600 jobs |\n";

it("writes all rows of a measure below its marker, again and again alike", () => {
  const filled = `# A\n\n<!-- bench: engine -->\n\n${HEAD}${SQLITE}${POSTGRES}\nText.\n`;
  expect(fillFigures("a.md", "# A\n\n<!-- bench: engine -->\n\nText.\n", read)).toBe(filled);
  expect(fillFigures("a.md", filled, read)).toBe(filled);
});

it("writes the rows that a marker names, and refuses a text that no row has", () => {
  const marker = "<!-- bench: engine: PostgreSQL -->\n";
  expect(fillFigures("a.md", `${marker}\n| old | row |\n`, read)).toBe(`${marker}\n${HEAD}${POSTGRES}`);
  expect(() => fillFigures("a.md", "<!-- bench: engine: MySQL -->\n", read)).toThrow(
    'a.md: no row of bench/results/engine.json has "MySQL"',
  );
});
