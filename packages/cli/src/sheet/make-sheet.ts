import { basename } from "node:path";
import { type CliError, usageError } from "../errors/cli-error.ts";
import { fitInto, type Picture } from "../pictures/picture.ts";
import type { PictureFile, PictureSource } from "../pictures/picture-source.ts";
import { composeSheet, type Tile } from "./compose-sheet.ts";
import { type Moments, momentsOf, timecode } from "./moments.ts";
import { layoutSheet, usualColumns } from "./sheet-layout.ts";

export interface SheetInput {
  readonly files: readonly string[];
  readonly moments: Moments;
  readonly widthPx: number;
  /** Default: by the number of tiles, or a row for each clip. */
  readonly columns?: number | undefined;
}

export interface Unreadable {
  readonly file: string;
  readonly reason: string;
}

export interface MadeSheet {
  /** Absent where no file could be shown. */
  readonly picture?: Picture;
  readonly tiles: readonly { readonly file: string; readonly atSeconds: number | undefined }[];
  readonly unreadable: readonly Unreadable[];
}

/** Files that are decoded at the same time. */
const AT_ONCE = 4;
/** Of a picture that most programs can still open. */
const MOST_TILES = 2000;

/** Makes one picture of many files. What cannot be read is listed and left out. */
export async function makeSheet(source: PictureSource, input: SheetInput): Promise<MadeSheet> {
  const { widthPx, moments } = input;
  const opened = await inTurns(input.files, (path) => open(source, path));
  const files = opened.flatMap((one) => ("reason" in one ? [] : [one]));
  const wanted = files.flatMap((file) =>
    momentsOf(file.kind === "image" ? { kind: "cover" } : moments, secondsOf(file)).map((atSeconds) => ({
      file,
      atSeconds,
    })),
  );
  if (wanted.length > MOST_TILES) throw tooMany(wanted.length);
  const unopened = opened.filter((one) => "reason" in one);
  if (wanted.length === 0) return { tiles: [], unreadable: unopened };
  const perRow = moments.kind === "frames" && files.every(({ kind }) => kind === "video");
  const columns = input.columns ?? (perRow ? Math.min(moments.count, 8) : usualColumns(wanted.length));
  const layout = layoutSheet({ widthPx, columns, sizes: wanted.map(({ file }) => file.size) });
  const drawn = await inTurns(wanted, async ({ file, atSeconds }) => {
    const size = fitInto(file.size, layout.box);
    const picture = await source.read(file, { size, atSeconds }).catch((error: unknown) => reasonOf(error));
    return { file, atSeconds, picture };
  });
  const shown = drawn.flatMap(({ picture, ...one }) =>
    typeof picture === "object" ? [{ ...one, picture }] : [],
  );
  const failed = drawn.flatMap(({ file, picture }) =>
    typeof picture === "object"
      ? []
      : [{ file: file.path, reason: picture ?? `it has no cover, and ${source.whyNoDecoder()}` }],
  );
  const unreadable = [...unopened, ...failed];
  const tiles = shown.map(({ file, atSeconds }) => ({ file: file.path, atSeconds }));
  if (shown.length === 0) return { tiles, unreadable };
  return { picture: await composeSheet(layout, shown.map(tileOf)), tiles, unreadable };
}

const tooMany = (count: number): CliError =>
  usageError(
    "too_many_tiles",
    `The sheet would have ${count} tiles, of ${MOST_TILES} at most. Give fewer files or moments. Nothing was written.`,
  );

const secondsOf = (file: PictureFile): number => (file.kind === "video" ? file.durationSeconds : 0);

async function open(source: PictureSource, path: string): Promise<PictureFile | Unreadable> {
  try {
    return (
      (await source.open(path)) ?? { file: path, reason: "it is no video and no image that can be read" }
    );
  } catch (error) {
    return { file: path, reason: reasonOf(error) };
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function tileOf({
  file,
  atSeconds,
  picture,
}: {
  readonly file: PictureFile;
  readonly atSeconds: number | undefined;
  readonly picture: Picture;
}): Tile {
  const size = `${file.size.widthPx}x${file.size.heightPx}`;
  const length = file.kind === "video" ? `${Number(file.durationSeconds.toFixed(1))} s, ` : "";
  const note = atSeconds === undefined ? `${length}${size}` : timecode(atSeconds);
  return { picture, name: basename(file.path), note };
}

/** Maps in order, a few at a time. */
async function inTurns<From, To>(list: readonly From[], map: (one: From) => Promise<To>): Promise<To[]> {
  const done: To[] = [];
  for (let at = 0; at < list.length; at += AT_ONCE)
    done.push(...(await Promise.all(list.slice(at, at + AT_ONCE).map(map))));
  return done;
}
