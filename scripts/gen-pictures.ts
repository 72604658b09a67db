import { readFile } from "node:fs/promises";
import type { Generate } from "./gen.ts";
import { comparable } from "./pictures/comparable.ts";
import { drawTerminal } from "./pictures/draw-terminal.ts";
import { drawMovingSheet } from "./pictures/moving-sheet.ts";
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

/** The contact sheet in motion, which only a person can compare. */
export const generateBinaries = async (): Promise<ReadonlyMap<string, Uint8Array>> =>
  new Map([["docs/pictures/sheet.webp", await drawMovingSheet()]]);

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
