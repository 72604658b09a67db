import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Deps } from "../deps.ts";
import { pictureKind } from "../terminal/abilities.ts";
import { countOf } from "../terminal/count-of.ts";
import { isForPeople, type OutputOptions } from "../terminal/output.ts";
import { sizeText } from "../terminal/size-text.ts";
import { createStyle } from "../terminal/style.ts";
import { createPictureSource } from "./picture-source.ts";
import { type Poster, showPoster } from "./poster.ts";

/** More pictures would push what was printed before out of sight. */
const MOST_POSTERS = 10;

export interface Preview {
  readonly posters: readonly Poster[];
  /** `--preview` was given: why nothing is shown is then said once. Default: nothing is said. */
  readonly isAsked: boolean;
}

/** Shows pictures of files with their names and sizes, for commands where that was asked for. */
export async function previewFiles(
  deps: Deps,
  options: OutputOptions,
  files: readonly string[],
): Promise<void> {
  const style = createStyle(deps.io.stdout, deps.env);
  const posters = await Promise.all(
    files.map(async (file) => ({
      file,
      lines: [style.link(style.bold(basename(file)), file), style.dim(await sizeOf(file))],
    })),
  );
  await showPreview(deps, options, { posters, isAsked: true });
}

async function sizeOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return found ? sizeText(found.size) : "not there";
}

/** Shows pictures of files to a person whose terminal has them. A file without a picture is no failure. */
export async function showPreview(
  deps: Deps,
  options: OutputOptions,
  { posters, isAsked }: Preview,
): Promise<void> {
  if (posters.length === 0 || !isForPeople(deps, options)) return;
  const say = (text: string) => {
    if (isAsked) deps.io.stderr.write(`${text}\n`);
  };
  if (!pictureKind(deps.io.stdout, deps.env)) {
    say("No preview: this terminal shows no pictures. It needs true colour (COLORTERM=truecolor).");
    return;
  }
  const source = await createPictureSource(deps);
  let missing = 0;
  for (const poster of posters.slice(0, MOST_POSTERS)) {
    const isShown = await showPoster(deps, source, poster).catch(() => false);
    deps.signal.throwIfAborted();
    if (!isShown) missing += 1;
  }
  if (missing > 0 && (await source.decoder()) === undefined)
    say(
      `No preview of ${countOf(missing, "file")}: ${source.whyNoDecoder()}. Install ffmpeg, or name its program in KLING_FFMPEG.`,
    );
  const left = posters.length - MOST_POSTERS;
  if (left > 0) say(`${countOf(left, "more file")}. \`kling sheet\` makes one picture of all.`);
}
