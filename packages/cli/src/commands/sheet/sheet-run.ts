import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { Deps } from "../../deps.ts";
import { CliError, usageError } from "../../errors/cli-error.ts";
import { requireReplaceable } from "../../files/written-by-klingkit.ts";
import { createPictureSource, type PictureSource } from "../../pictures/picture-source.ts";
import { parseNumber } from "../../session/parse-number.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { type MadeSheet, makeSheet } from "../../sheet/make-sheet.ts";
import type { Moments } from "../../sheet/moments.ts";
import { formatOf, requireWebp, writeSheet } from "../../sheet/write-sheet.ts";
import { checkOutputPlace } from "../../tasks/fetch-result.ts";
import { countOf } from "../../terminal/count-of.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { sizeText } from "../../terminal/size-text.ts";
import { findClips } from "./find-clips.ts";

interface SheetOptions extends OutputOptions, StoreOptions {
  readonly output: string;
  readonly columns?: string;
  readonly width: string;
  readonly frames?: string;
  readonly every?: string;
  readonly force?: boolean;
  readonly preview?: boolean;
}

/** Writes a contact sheet of clips and images. Those that cannot be read are named at the end, and the exit code is 1. */
export async function runSheet(given: readonly string[], options: SheetOptions, deps: Deps): Promise<void> {
  const moments = readMoments(options);
  const widthPx = parseNumber(options.width, { flag: "--width", min: 200, max: 8000, isWhole: true });
  const columns =
    options.columns === undefined
      ? undefined
      : parseNumber(options.columns, { flag: "--columns", min: 1, max: 50, isWhole: true });
  const path = await checkOutput(deps, options);
  const source = await createPictureSource(deps);
  const encoder = formatOf(path) === "webp" ? await requireWebp(source, deps.signal) : undefined;
  if (moments.kind !== "cover") await requireDecoder(source);
  const files = (await findClips(deps, options, given)).filter((file) => file !== path);
  if (files.length === 0)
    throw usageError(
      "no_files",
      `There is no clip and no image in ${given.join(", ")}. Nothing was written.`,
    );
  const sheet = await makeSheet(source, { files, moments, widthPx, columns });
  deps.signal.throwIfAborted();
  const { picture } = sheet;
  if (!picture) throw unreadableError(deps, sheet, "Nothing was written.");
  const isReplaced = existsSync(path);
  const sizeBytes = await writeSheet({ picture, path, encoder, signal: deps.signal });
  print(deps, options, { sheet, path, sizeBytes, isReplaced });
  if (options.preview) {
    const { previewFiles } = await import("../../pictures/show-preview.ts");
    await previewFiles(deps, options, [path]);
  }
  if (sheet.unreadable.length > 0)
    throw unreadableError(
      deps,
      sheet,
      `The sheet shows the other ${sheet.tiles.length === 1 ? "picture" : countOf(sheet.tiles.length, "picture")}.`,
    );
}

function readMoments({ frames, every }: SheetOptions): Moments {
  if (frames !== undefined && every !== undefined)
    throw usageError("conflicting_flags", "--frames and --every: give one of them.");
  if (frames !== undefined) {
    const count = parseNumber(frames, { flag: "--frames", min: 1, max: 100, isWhole: true });
    return { kind: "frames", count };
  }
  if (every === undefined) return { kind: "cover" };
  return { kind: "every", seconds: parseNumber(every, { flag: "--every", min: 0.04, max: 3600 }) };
}

async function checkOutput(deps: Deps, { output, force }: SheetOptions): Promise<string> {
  const path = resolve(deps.cwd, output);
  if (formatOf(path) === undefined)
    throw usageError("invalid_format", `--output: '${output}' must end in .png or .webp.`);
  await checkOutputPlace(deps, output);
  await requireReplaceable({ path, flag: "--output", isForced: force });
  return path;
}

async function requireDecoder(source: PictureSource): Promise<void> {
  if (await source.decoder()) return;
  throw new CliError({
    code: "frame_decoder_missing",
    message: `--frames and --every need ffmpeg, but ${source.whyNoDecoder()}. Install it, name its program in KLING_FFMPEG, or leave them out: the covers of the clips are then shown. Nothing was written.`,
  });
}

interface Printed {
  readonly sheet: MadeSheet;
  readonly path: string;
  readonly sizeBytes: number;
  /** Another file was there: as a rule an earlier sheet. */
  readonly isReplaced: boolean;
}

function print(deps: Deps, options: OutputOptions, { sheet, path, sizeBytes, isReplaced }: Printed): void {
  const { picture, tiles, unreadable } = sheet;
  const size = { width: picture?.widthPx, height: picture?.heightPx };
  const result = {
    success: unreadable.length === 0,
    file: path,
    bytes: sizeBytes,
    replaced: isReplaced,
    ...size,
    tiles: tiles.map(({ file, atSeconds }) => ({ file, at_seconds: atSeconds ?? null })),
    unreadable,
  };
  printResult(deps, options, result, (style) => {
    const facts = `${size.width} × ${size.height} px, ${countOf(tiles.length, "picture")}, ${sizeText(sizeBytes)}`;
    const done = isReplaced ? "replaced" : "saved";
    const indent = " ".repeat(done.length + 1);
    const hint = isReplaced
      ? `${indent}${style.dim("To keep both, name another file with --output.")}\n`
      : "";
    return `${style.good(done)} ${style.link(style.bold(path), path)}\n${indent}${style.dim(facts)}\n${hint}`;
  });
}

function unreadableError(deps: Deps, { unreadable }: MadeSheet, end: string): CliError {
  const lines = unreadable.map(({ file, reason }) => `${relative(deps.cwd, file) || file}: ${reason}`);
  return new CliError({
    code: "files_unreadable",
    message: `${countOf(unreadable.length, "file")} could not be read. ${end}\n${lines.join("\n")}`,
    details: { unreadable },
  });
}
