import { JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import { PREVIEW_FLAG } from "../../session/preview-flag.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Folders stand for the clips and images in them. A batch, named by its ID, its purpose, or its batch or plan file, stands for
the newest take of each request, in the order of the file. Without ffmpeg, the covers of the clips are shown.

Examples:
  kling sheet videos
  kling sheet batch.yaml
  kling sheet out/*.mp4 --columns 5 --output sheet.webp
  kling sheet fox.mp4 --frames 8`;

/** \`kling sheet\`. */
export const sheetRow: CommandRow = {
  words: ["sheet"],
  operands: "<files...>",
  summary: "Make one picture of many clips and images: a contact sheet",
  flags: [
    ["-o, --output <file>", "File to write: .png or .webp", "sheet.png"],
    ["--columns <count>", "Tiles in a row, 1 to 50 (default: by their number)"],
    ["--width <pixels>", "Width of the sheet in pixels, 200 to 8000", "1600"],
    ["--frames <count>", "Frames of each clip, 1 to 100 (default: its cover)"],
    ["--every <seconds>", "Show a frame of each clip for every so many seconds"],
    ["--force", "Replace a file that klingkit did not write"],
    STORE_FLAG,
    PREVIEW_FLAG,
    JSON_FLAG,
  ],
  help: EXAMPLES,
  load: async () => (await import("./sheet-run.ts")).runSheet,
};
