import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import type { Generate, GenerateOptions } from "./gen.ts";
import { comparable } from "./pictures/comparable.ts";
import { drawTerminal } from "./pictures/draw-terminal.ts";
import { PAGE_SHEETS, type PageSheet } from "./pictures/page-sheets.ts";
import { SCENES } from "./pictures/scenes.ts";
import { factsOf, type SheetFacts } from "./pictures/sheet-facts.ts";
import { type Shown, shootScene } from "./pictures/shoot-scene.ts";
import { THEMES } from "./pictures/themes.ts";

/** What the contact sheets show. A sheet is drawn anew where this differs, or where its file is another one. */
const FACTS_PATH = "docs/pictures/sheets.json";

interface SheetRecord extends SheetFacts {
  /** Of the picture. */
  readonly sha256: string;
}

type Files = readonly (readonly [string, string | Uint8Array])[];

/**
 * Pictures in `docs/pictures`, made by the commands themselves. A picture whose words are the same stays as it is,
 * because times, IDs and sizes differ from run to run.
 */
export const generate: Generate = async (options) => {
  const [terminals, sheets] = await Promise.all([
    Promise.all(
      SCENES.map(async (scene) => {
        const shown = await shootScene(scene);
        return (await Promise.all(shown.map((one) => drawThemes(one, options)))).flat();
      }),
    ),
    drawSheets(options),
  ]);
  return new Map([...terminals.flat(), ...sheets]);
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

function drawThemes({ picture, frames }: Shown, { isNamed }: GenerateOptions): Promise<Files> {
  return Promise.all(
    THEMES.map(async (theme) => {
      const path = `docs/pictures/${picture.name}-${theme.name}.svg`;
      const svg = drawTerminal(picture.title, frames, theme);
      const before = await readFile(path, "utf8").catch(() => "");
      const isSame = !isNamed && comparable(before) === comparable(svg);
      return [path, isSame ? before : svg] as const;
    }),
  );
}

async function drawSheets(options: GenerateOptions): Promise<Files> {
  const before: Readonly<Record<string, SheetRecord>> = JSON.parse(
    await readFile(FACTS_PATH, "utf8").catch(() => "{}"),
  );
  const sheets = await Promise.all(
    PAGE_SHEETS.map((sheet) => drawSheet(sheet, before[sheet.picture], options)),
  );
  const records = Object.fromEntries(sheets.map(({ picture, record }) => [picture, record]));
  return [[FACTS_PATH, `${JSON.stringify(records, null, 2)}\n`], ...sheets.flatMap(({ files }) => files)];
}

async function drawSheet(
  sheet: PageSheet,
  before: SheetRecord | undefined,
  { isNamed, shouldWrite }: GenerateOptions,
) {
  const { picture } = sheet;
  const facts = await factsOf(sheet);
  const bytes = await readFile(picture).catch(() => undefined);
  const sha256 = bytes ? hashOf(bytes) : "none";
  const isSame = !isNamed && isDeepStrictEqual(before, { sha256, ...facts });
  // Where nothing is written, a difference of the facts says enough.
  if (isSame || !shouldWrite) return { picture, record: { sha256, ...facts }, files: [] };
  const { drawPageSheet } = await import("./pictures/draw-page-sheet.ts");
  const drawn = await drawPageSheet(sheet);
  return { picture, record: { sha256: hashOf(drawn), ...facts }, files: [[picture, drawn]] as const };
}

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
