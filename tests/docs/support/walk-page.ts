import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import type { Bench } from "../../../packages/cli/src/testing/kling-bench.ts";
import { findCommandLines } from "./command-lines.ts";
import { compareOutput } from "./compare-output.ts";
import { findBlocks, type PageBlock } from "./page-blocks.ts";

const COLUMNS = 100;
/** The emulator plays both services. */
const ENV = { HF_CREDENTIALS: "guide:guide" };

interface Reader {
  readonly bench: Bench;
  /** `video_id` of the last output that had one. */
  videoId: string;
}

/** Follows a page as a reader does, in the folder of the bench: saves its files, runs its commands, compares their output. */
export async function walkPage(bench: Bench, markdown: string): Promise<void> {
  const blocks = findBlocks(markdown);
  const reader: Reader = { bench, videoId: "no video" };
  for (const [at, block] of blocks.entries()) {
    if (block.kind === "file") await saveFile(bench, block);
    if (block.kind === "faults") await setFaults(bench, block);
    if (block.kind === "program")
      await promisify(execFile)("sh", ["-euc", block.text], { cwd: bench.folder });
    const next = blocks[at + 1];
    if (block.kind === "run")
      await runCommands(reader, block, next?.kind === "output" ? next.text : undefined);
  }
}

async function saveFile({ folder }: Bench, { file, text }: PageBlock): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

/** The emulator of the bench has no port: what curl sends reaches it here. */
async function setFaults({ emulator }: Bench, { text }: PageBlock): Promise<void> {
  const [, method = "", body] =
    /^curl -fsS -X (PUT|DELETE) "\$KLING_BASE_URL\/_emulator\/faults"(?: -d '([^']*)')?$/.exec(text.trim()) ??
    [];
  const url = `${emulator.baseUrl}/_emulator/faults`;
  const { ok, status } = await emulator.fetch(new Request(url, { method, ...(body ? { body } : {}) }));
  expect({ text, ok, status }).toMatchObject({ ok: true });
}

/** Every command but the last must succeed. */
async function runCommands(reader: Reader, { text, exitCode }: PageBlock, output?: string): Promise<void> {
  const { bench } = reader;
  const lines = findCommandLines("page", `\`\`\`sh\n${text}\`\`\`\n`);
  for (const [at, line] of lines.entries()) {
    const isLast = at === lines.length - 1;
    const words = await Promise.all(line.words.map((word) => withIds(reader, word)));
    const isShown = isLast && output !== undefined;
    const result = await bench.run(words, { env: ENV, isTty: isShown, columns: COLUMNS, answer: "y" });
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

/** `VIDEO_ID` is the newest video, `JOB_OF_name` the newest job of that name: readers copy them from their terminal. */
async function withIds({ bench, videoId }: Reader, word: string): Promise<string> {
  if (word === "VIDEO_ID") return videoId;
  const [, name] = /^JOB_OF_(\w+)$/.exec(word) ?? [];
  if (name === undefined) return word;
  const { json } = await bench.run("jobs");
  // The schema of this output is checked in json-output.test.ts.
  const jobs = json["jobs"] as readonly { readonly job: string; readonly name: string }[];
  return jobs.find((job) => job.name === name)?.job ?? `no job ${name}`;
}
