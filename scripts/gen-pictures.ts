import { readFile } from "node:fs/promises";
import type { Generate } from "./gen.ts";
import { comparable } from "./pictures/comparable.ts";
import { drawTerminal } from "./pictures/draw-terminal.ts";
import { SCENES, type Scene } from "./pictures/scenes.ts";
import { THEMES } from "./pictures/themes.ts";

/**
 * Pictures of the terminal in `docs/pictures`, made by the commands themselves. A picture whose words are the same stays
 * as it is, because times and sizes differ from run to run.
 */
export const generate: Generate = async ({ isNamed }) => {
  const drawn = await Promise.all(SCENES.map((scene) => draw(scene, isNamed)));
  return new Map(drawn.flat());
};

/** The contact sheet in motion and a report, which only a person can compare. */
export async function generateBinaries(): Promise<ReadonlyMap<string, Uint8Array>> {
  // What they need, such as a browser, is loaded where they are wanted.
  const { drawMovingSheet } = await import("./pictures/moving-sheet.ts");
  const { drawReport } = await import("./pictures/report-picture.ts");
  return new Map([
    ["docs/pictures/sheet.webp", await drawMovingSheet()],
    ["docs/pictures/report.webp", await drawReport()],
  ]);
}

async function draw(
  { name, title, frames }: Scene,
  isNew: boolean,
): Promise<readonly (readonly [string, string])[]> {
  const shown = await frames();
  return Promise.all(
    THEMES.map(async (theme) => {
      const path = `docs/pictures/${name}-${theme.name}.svg`;
      const svg = drawTerminal(title, shown, theme);
      const before = await readFile(path, "utf8").catch(() => "");
      const isSame = !isNew && comparable(before) === comparable(svg);
      return [path, isSame ? before : svg] as const;
    }),
  );
}
