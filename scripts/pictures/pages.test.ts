import { existsSync, readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { CHECKED_PICTURES } from "./checked-pictures.ts";
import { SCENES } from "./scenes.ts";
import { THEMES } from "./themes.ts";

const MAX_SVG_BYTES = 60_000;
const MAX_PICTURE_BYTES = 120_000;
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

test.for(CHECKED_PICTURES)("$name shows its picture without text", ({ name, paths }) => {
  const text = readFileSync(name, "utf8");
  for (const path of paths) {
    expect(text).toContain(`pictures/${basename(path)}`);
    expect(statSync(path).size).toBeLessThan(MAX_PICTURE_BYTES);
  }
});
