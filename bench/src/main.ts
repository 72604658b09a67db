import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import type { Measurement } from "./measure.ts";
import { measureBundleSize } from "./measures/bundle-size.ts";
import { measureClip } from "./measures/clip.ts";
import { measureColdStart } from "./measures/cold-start.ts";
import { measureDoneToDisk } from "./measures/done-to-disk.ts";
import { measureDownload } from "./measures/download.ts";
import { measureDownloadMemory } from "./measures/download-memory.ts";
import { measureEmulatorThroughput } from "./measures/emulator-throughput.ts";
import { measureEngineThroughput } from "./measures/engine-throughput.ts";
import { measureIdleJobs } from "./measures/idle-jobs.ts";
import { measureLargeStore } from "./measures/large-store.ts";
import { measureMakespan } from "./measures/makespan.ts";
import { measureRequestsPerVideo } from "./measures/requests-per-video.ts";
import { measureSdkOverhead } from "./measures/sdk-overhead.ts";

const MEASURES: Readonly<Record<string, () => Promise<readonly Measurement[]>>> = {
  "sdk-overhead": measureSdkOverhead,
  "cold-start": measureColdStart,
  "bundle-size": measureBundleSize,
  download: measureDownload,
  "emulator-throughput": measureEmulatorThroughput,
  clip: measureClip,
  makespan: measureMakespan,
  "requests-per-video": measureRequestsPerVideo,
  "done-to-disk": measureDoneToDisk,
  "engine-throughput": measureEngineThroughput,
  "large-store": measureLargeStore,
  "idle-jobs": measureIdleJobs,
  "download-memory": measureDownloadMemory,
};

/** `npm run bench [-- NAME …] [--write]`: prints the table; `--write` keeps it in docs/benchmarks.md. */
async function main(args: readonly string[]): Promise<void> {
  const names = args.filter((arg) => !arg.startsWith("--"));
  const unknown = names.filter((name) => !(name in MEASURES));
  if (unknown.length > 0) {
    throw new Error(`unknown measure ${unknown.join(", ")}; there are ${Object.keys(MEASURES).join(", ")}`);
  }
  const rows: Measurement[] = [];
  for (const [name, measure] of Object.entries(MEASURES)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const found = await measure();
    for (const row of found)
      console.log(`${verdict(row, MARKS)} ${row.name}: ${row.seen} (${row.bar}; ${row.detail})`);
    rows.push(...found);
  }
  if (args.includes("--write"))
    await writeFile(new URL("../../docs/benchmarks.md", import.meta.url), page(rows));
}

interface Verdicts {
  readonly yes: string;
  readonly no: string;
  readonly none: string;
}
const MARKS: Verdicts = { yes: "ok  ", no: "MISS", none: "    " };
const WORDS: Verdicts = { yes: "yes", no: "**no**", none: "–" };

function verdict({ isReached }: Pick<Measurement, "isReached">, words: Verdicts): string {
  if (isReached === undefined) return words.none;
  return isReached ? words.yes : words.no;
}

function page(rows: readonly Measurement[]): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown CPU"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const lines = rows.map(
    ({ name, seen, bar, isReached, detail }) =>
      `| ${name} | ${seen} | ${bar} | ${verdict({ isReached }, WORDS)} | ${detail} |`,
  );
  return `# Benchmarks

Written by \`npm run bench -- --write\`. Medians; ratios are taken pair by pair in one run, so a slow machine hurts both sides.

Machine: ${machine}. Date: ${new Date().toISOString().slice(0, 10)}. Commit: ${commit}.

| what | seen | bar | reached | how |
|---|---|---|---|---|
${lines.join("\n")}
`;
}

await main(process.argv.slice(2));
