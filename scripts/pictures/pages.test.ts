import { existsSync, readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { PAGE_SHEETS } from "./page-sheets.ts";
import { SCENES } from "./scenes.ts";
import { THEMES } from "./themes.ts";

const MAX_SVG_BYTES = 60_000;
const MAX_SHEET_BYTES = 120_000;
const PICTURES = SCENES.flatMap(({ shots }) =>
  shots.flatMap(({ command, picture }) =>
    picture ? [{ page: picture.page, command, name: picture.name }] : [],
  ),
);

test.for(PICTURES)("$page shows $name in both themes, with its command", ({ page, command, name }) => {
  const text = readFileSync(page, "utf8");
  for (const { name: theme } of THEMES) {
    const file = `docs/pictures/${name}-${theme}.svg`;
    expect(existsSync(file) && statSync(file).size).toBeLessThan(MAX_SVG_BYTES);
    expect(text).toContain(`pictures/${name}-${theme}.svg`);
  }
  expect(text).toContain(command.replace("npx ", "").replace("JOB_ID", "ID"));
});

test.for(PAGE_SHEETS)("$page shows $picture", (sheet) => {
  const text = readFileSync(sheet.page, "utf8");
  expect(text).toContain(`pictures/${basename(sheet.picture)}`);
  expect(statSync(sheet.picture).size).toBeLessThan(MAX_SHEET_BYTES);
});
