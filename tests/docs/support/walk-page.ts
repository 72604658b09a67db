import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import { expect } from "vitest";
import type { Bench } from "../../../packages/cli/src/testing/kling-bench.ts";
import { findCommandLines } from "./command-lines.ts";

/**
 * `<!-- file: NAME -->` before a file to save, `<!-- program: NAME -->` before shell lines that save a program and run it,
 * `<!-- run -->` or `<!-- run; exit 2 -->` before commands, and
 * `<!-- output -->` before what the last command of the block above prints: `…` stands for anything.
 */
const MARKED = /<!-- (file|program|run|output)(?:: (\S+)|; exit (\d+))? -->\n```\w+\n([\s\S]*?)```/g;
const COLUMNS = 100;

interface Reader {
  readonly bench: Bench;
  /** `video_id` of the last output that had one. */
  videoId: string;
}

interface Block {
  readonly kind: string;
  readonly file: string;
  readonly exitCode: number;
  readonly text: string;
}

/** Follows a page as a reader does, in the folder of the bench: saves its files, runs its commands, compares their output. */
export async function walkPage(bench: Bench, markdown: string): Promise<void> {
  const blocks = [...markdown.matchAll(MARKED)].map(
    ([, kind = "", file = "", exit = "0", text = ""]): Block => ({
      kind,
      file,
      exitCode: Number(exit),
      text,
    }),
  );
  const reader: Reader = { bench, videoId: "no video" };
  for (const [at, block] of blocks.entries()) {
    if (block.kind === "file") await saveFile(bench, block);
    if (block.kind === "program")
      await promisify(execFile)("sh", ["-euc", block.text], { cwd: bench.folder });
    const next = blocks[at + 1];
    if (block.kind === "run")
      await runCommands(reader, block, next?.kind === "output" ? next.text : undefined);
  }
}

async function saveFile({ folder }: Bench, { file, text }: Block): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

/** Every command but the last must succeed. */
async function runCommands(reader: Reader, { text, exitCode }: Block, output?: string): Promise<void> {
  const { bench } = reader;
  const lines = findCommandLines("page", `\`\`\`sh\n${text}\`\`\`\n`);
  for (const [at, line] of lines.entries()) {
    const isLast = at === lines.length - 1;
    const words = line.words.map((word) => withIds(reader, word));
    const isShown = isLast && output !== undefined;
    const result = await bench.run(words, { isTty: isShown, columns: COLUMNS, answer: "y" });
    const wanted = isLast ? exitCode : 0;
    const stderr = result.exitCode === wanted ? "" : result.stderr;
    expect({ command: words.join(" "), exitCode: result.exitCode, stderr }).toEqual({
      command: words.join(" "),
      exitCode: wanted,
      stderr: "",
    });
    reader.videoId = /"video_id": "(\w+)"/.exec(result.stdout)?.[1] ?? reader.videoId;
    if (isShown) compareOutput(output, `${result.stdout}\n${result.stderr}`);
  }
}

/** `VIDEO_ID` is the newest video: readers copy it from their terminal. */
const withIds = ({ videoId }: Reader, word: string): string => (word === "VIDEO_ID" ? videoId : word);

const escapePattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");

function compareOutput(wanted: string, printed: string): void {
  const lines = linesOf(printed);
  const missing = linesOf(wanted).filter((line) => {
    const pattern = new RegExp(`^${line.split("…").map(escapePattern).join(".*")}$`);
    return !lines.some((one) => pattern.test(one));
  });
  expect({ missing, printed: missing.length > 0 ? lines : [] }).toEqual({ missing: [], printed: [] });
}

/** Without colours and with single spaces: widths follow the terminal. */
const linesOf = (text: string): readonly string[] =>
  stripVTControlCharacters(text)
    .split(/[\r\n]+/)
    .map((line) => line.replaceAll(/\s+/g, " ").trim())
    .filter(Boolean);
