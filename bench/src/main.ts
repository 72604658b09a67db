import { saveResult, writePage } from "./benchmark-page.ts";
import type { Measurement } from "./measure.ts";
import { measureAiSdk } from "./measures/ai-sdk.ts";
import { measureBundleSize } from "./measures/bundle-size.ts";
import { measureChainKills } from "./measures/chain-kills.ts";
import { measureClip } from "./measures/clip.ts";
import { measureColdStart } from "./measures/cold-start.ts";
import { measureDoneToDisk } from "./measures/done-to-disk.ts";
import { measureDownload } from "./measures/download.ts";
import { measureDownloadMemory } from "./measures/download-memory.ts";
import { measureEmulatorThroughput } from "./measures/emulator-throughput.ts";
import { measureEngineThroughput } from "./measures/engine-throughput.ts";
import { measureFuzzAnswers } from "./measures/fuzz-answers.ts";
import { measureIdleJobs } from "./measures/idle-jobs.ts";
import { measureLargeStore } from "./measures/large-store.ts";
import { measureListen } from "./measures/listen.ts";
import { measureLookup } from "./measures/lookup.ts";
import { measureMakespan } from "./measures/makespan.ts";
import { measureMcpFuzz } from "./measures/mcp-fuzz.ts";
import { measurePaidOnce } from "./measures/paid-once.ts";
import { measurePaidOnceAtHiggsfield } from "./measures/paid-once-higgsfield.ts";
import { measureReport } from "./measures/report.ts";
import {
  measureRequestsPerVideo,
  measureRequestsPerVideoAtHiggsfield,
} from "./measures/requests-per-video.ts";
import { measureSdkOverhead } from "./measures/sdk-overhead.ts";
import { measureTracing } from "./measures/tracing.ts";
import { measureWaits } from "./measures/waits.ts";

const MEASURES: Readonly<Record<string, () => Promise<readonly Measurement[]>>> = {
  "sdk-overhead": measureSdkOverhead,
  "cold-start": measureColdStart,
  "bundle-size": measureBundleSize,
  download: measureDownload,
  "emulator-throughput": measureEmulatorThroughput,
  clip: measureClip,
  makespan: measureMakespan,
  "requests-per-video": measureRequestsPerVideo,
  "requests-per-video-higgsfield": measureRequestsPerVideoAtHiggsfield,
  lookup: measureLookup,
  waits: measureWaits,
  "done-to-disk": measureDoneToDisk,
  "engine-throughput": measureEngineThroughput,
  tracing: measureTracing,
  "large-store": measureLargeStore,
  listen: measureListen,
  "fuzz-answers": measureFuzzAnswers,
  "idle-jobs": measureIdleJobs,
  "download-memory": measureDownloadMemory,
  "chain-kills": measureChainKills,
  "mcp-fuzz": measureMcpFuzz,
  "ai-sdk": measureAiSdk,
  report: measureReport,
  "paid-once": measurePaidOnce,
  "paid-once-higgsfield": measurePaidOnceAtHiggsfield,
};

/** `npm run bench [-- NAME …] [--write]`: prints the table; `--write` keeps it in docs/benchmarks.md. */
async function main(args: readonly string[]): Promise<void> {
  const names = args.filter((arg) => !arg.startsWith("--"));
  const unknown = names.filter((name) => !(name in MEASURES));
  if (unknown.length > 0) {
    console.error(`unknown measure ${unknown.join(", ")}; there are ${Object.keys(MEASURES).join(", ")}`);
    process.exitCode = 2;
    return;
  }
  const isKept = args.includes("--write");
  for (const [name, measure] of Object.entries(MEASURES)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const rows = await measure();
    for (const row of rows)
      console.log(`${markOf(row)} ${row.name}: ${row.seen} (${row.bar}; ${row.detail})`);
    if (isKept) await saveResult(name, rows);
  }
  if (isKept) await writePage(Object.keys(MEASURES));
}

function markOf({ isReached }: Measurement): string {
  if (isReached === undefined) return "    ";
  return isReached ? "ok  " : "MISS";
}

await main(process.argv.slice(2));
