import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import * as z from "zod/mini";
import type { Measurement } from "./measure.ts";

/** One file per measure, so that a run of one leaves what the others found. */
const RESULTS = new URL("../results/", import.meta.url);
const PAGE = new URL("../../docs/benchmarks.md", import.meta.url);

const savedResult = z.object({
  measure: z.string(),
  date: z.string(),
  commit: z.string(),
  machine: z.string(),
  rows: z.array(
    z.object({
      name: z.string(),
      seen: z.string(),
      bar: z.string(),
      isReached: z.optional(z.boolean()),
      detail: z.string(),
    }),
  ),
});
type SavedResult = z.infer<typeof savedResult>;

/** What a measure's columns mean where that is not plain. */
const NOTES: Readonly<Record<string, string>> = {
  "paid-once":
    "One video is wanted and something breaks. Each cell is creates sent / billed / whole files on disk, and how it ended, at one emulator in one run. `seen` is klingkit's engine. The naive client creates, polls every 5 s and tries again after network errors and 5xx, three times in all. kling-api is 1.0.0 from npm with its defaults; its pauses between tries cannot be set and take real time.",
  lookup:
    "Ways to find out about tasks by id, on an emulator with 600 tasks in a process of its own. A fresh task is invisible to reads by id for 30 s, as a user saw it; lists show it. Old tasks are of last month: their record is there and their files are gone. A list is read in pages of 500 until the task is there.",
  "requests-per-video-higgsfield":
    "The same at Higgsfield, which has no read of several requests at once: every read is of one.",
  "paid-once-higgsfield":
    "The same at Higgsfield, where a lost create is sent again under its Idempotency-Key. Beside klingkit's engine runs the service's own client, @higgsfield/client 0.2.6 from npm, with its defaults in the emulator's time. It sends no key, and repeats every failing create three times.",
};

/** Keeps what a measure found. */
export async function saveResult(measure: string, rows: readonly Measurement[]): Promise<void> {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown CPU"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const result = { measure, date: new Date().toISOString().slice(0, 10), commit, machine, rows };
  await mkdir(RESULTS, { recursive: true });
  await writeFile(new URL(`${measure}.json`, RESULTS), `${JSON.stringify(result, undefined, 2)}\n`);
}

/** Writes docs/benchmarks.md from all that is kept, in the order of `measures`. */
export async function writePage(measures: readonly string[]): Promise<void> {
  const kept = new Set(await readdir(RESULTS));
  const names = measures.filter((name) => kept.has(`${name}.json`));
  const results = await Promise.all(
    names.map(async (name) =>
      savedResult.parse(JSON.parse(await readFile(new URL(`${name}.json`, RESULTS), "utf8"))),
    ),
  );
  await writeFile(PAGE, pageOf(results));
}

const WORDS = new Map([
  [true, "yes"],
  [false, "**no**"],
]);

function sectionOf({ measure, date, commit, machine, rows }: SavedResult): string {
  const note = NOTES[measure];
  const lines = rows.map(
    ({ name, seen, bar, isReached, detail }) =>
      `| ${name} | ${seen} | ${bar} | ${isReached === undefined ? "–" : WORDS.get(isReached)} | ${detail} |`,
  );
  return `## ${measure}

${note === undefined ? "" : `${note}\n\n`}${date}, commit ${commit}, ${machine}.

| what | seen | bar | reached | how |
|---|---|---|---|---|
${lines.join("\n")}
`;
}

const pageOf = (results: readonly SavedResult[]): string => `# Benchmarks

Written by \`npm run bench -- [NAME …] --write\` from \`bench/results\`: a run of some measures leaves the others as they were. Medians; ratios are taken pair by pair in one run, so a slow machine hurts both sides.

${results.map(sectionOf).join("\n")}`;
