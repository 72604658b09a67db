import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import type { Generate, GenerateOptions } from "./gen.ts";
import { CHECKED_PICTURES, type CheckedPicture } from "./pictures/checked-pictures.ts";
import { comparable } from "./pictures/comparable.ts";
import { drawTerminal } from "./pictures/draw-terminal.ts";
import { SCENES } from "./pictures/scenes.ts";
import { type Shown, shootScene } from "./pictures/shoot-scene.ts";
import { THEMES } from "./pictures/themes.ts";

/** What pictures without text show. One is drawn anew where this differs, or where its file is another one. */
const FACTS_PATH = "docs/pictures/facts.json";

interface PictureRecord {
  /** Of its files, by path. */
  readonly sha256: Readonly<Record<string, string>>;
  readonly facts: object;
}

type Files = readonly (readonly [string, string | Uint8Array])[];

/**
 * Pictures in `docs/pictures`, made by the commands themselves. A picture whose words are the same stays as it is,
 * because times, IDs and sizes differ from run to run.
 */
export const generate: Generate = async (options) => {
  const [terminals, checked] = await Promise.all([
    Promise.all(
      SCENES.map(async (scene) => {
        const shown = await shootScene(scene);
        return (await Promise.all(shown.map((one) => drawThemes(one, options)))).flat();
      }),
    ),
    drawChecked(options),
  ]);
  return new Map([...terminals.flat(), ...checked]);
};

/** The contact sheet in motion and the report, which only a person can compare. */
export async function generateBinaries(): Promise<ReadonlyMap<string, Uint8Array>> {
  // What they need, such as a browser, is loaded where they are wanted.
  const { drawMovingSheet } = await import("./pictures/moving-sheet.ts");
  const { drawReport } = await import("./pictures/report-picture.ts");
  const { report, compare } = await drawReport();
  return new Map([
    ["docs/pictures/sheet.webp", await drawMovingSheet()],
    ["docs/pictures/report.webp", report],
    ["docs/pictures/compare.webp", compare],
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

async function drawChecked(options: GenerateOptions): Promise<Files> {
  const before: Readonly<Record<string, PictureRecord>> = JSON.parse(
    await readFile(FACTS_PATH, "utf8").catch(() => "{}"),
  );
  const drawn = await Promise.all(
    CHECKED_PICTURES.map((picture) => drawWhereChanged(picture, before[picture.name], options)),
  );
  const records = Object.fromEntries(drawn.map(({ name, record }) => [name, record]));
  return [[FACTS_PATH, `${JSON.stringify(records, null, 2)}\n`], ...drawn.flatMap(({ files }) => files)];
}

async function drawWhereChanged(
  { name, paths, readFacts, draw }: CheckedPicture,
  before: PictureRecord | undefined,
  { isNamed, shouldWrite }: GenerateOptions,
) {
  const facts = await readFacts();
  const bytes = await Promise.all(paths.map((path) => readFile(path).catch(() => "")));
  const record: PictureRecord = { sha256: hashesOf(paths, bytes), facts };
  const isSame = !isNamed && isDeepStrictEqual(before, record);
  // Where nothing is written, a difference of the facts says enough.
  if (isSame || !shouldWrite) return { name, record, files: [] };
  const drawn = await draw();
  const files = paths.map((path, at) => [path, drawn[at] ?? ""] as const);
  return { name, record: { sha256: hashesOf(paths, drawn), facts }, files };
}

const hashesOf = (paths: readonly string[], files: readonly (string | Uint8Array)[]) =>
  Object.fromEntries(
    paths.map((path, at) => [
      path,
      createHash("sha256")
        .update(files[at] ?? "")
        .digest("hex"),
    ]),
  );
