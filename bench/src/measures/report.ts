import { execFile } from "node:child_process";
import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { createTempDir } from "@klingkit/testkit";
import { chromium } from "playwright-core";
import { KLING } from "../engine/kling-process.ts";
import { atMost, type Measurement, median, timeMs } from "../measure.ts";

const JOBS = 1000;
const FEW_JOBS = 10;
const ROUNDS = 7;
const OUTPUT_LIMIT_BYTES = 200_000_000;
/** Beyond what the clips and the service need, so that the page is what is measured. */
const SPEED = 5000;
const CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];

const run = promisify(execFile);

/** Runs a batch on an emulator and writes its page. Resolves with the path of the page. */
async function makeReport(folder: string, count: number): Promise<string> {
  const requests = Array.from(
    { length: count },
    (_, at) => `  - { name: take-${at}, prompt: "take ${at}: a fox walks through the snow, low camera" }`,
  );
  await writeFile(
    join(folder, "batch.yaml"),
    `purpose: ${count} takes\ndefaults: { model: kling-v3 }\nrequests:\n${requests.join("\n")}\n`,
  );
  const flags = [
    "--emulated",
    "--speed",
    String(SPEED),
    "--quota",
    "200",
    "--store",
    join(folder, "jobs.sqlite"),
  ];
  await run(process.execPath, [KLING, "run", "batch.yaml", ...flags, "--output-dir", "out", "--report"], {
    cwd: folder,
    maxBuffer: OUTPUT_LIMIT_BYTES,
  });
  const files = await readdir(join(folder, "out"));
  return join(folder, "out", files.find((name) => name.endsWith(".html")) ?? "");
}

/** Size of the report page, and how soon a browser shows a large one. */
export async function measureReport(): Promise<readonly Measurement[]> {
  await using few = await createTempDir();
  await using many = await createTempDir();
  const { size: fewBytes } = await stat(await makeReport(few.path, FEW_JOBS));
  const page = await makeReport(many.path, JOBS);
  const { size: manyBytes } = await stat(page);
  const writeMs = await timeMs(() =>
    run(process.execPath, [KLING, "report", "--store", join(many.path, "jobs.sqlite")], { cwd: many.path }),
  );
  const openMs = await timeToOpen(pathToFileURL(page).href);
  return [
    atMost(
      `report of ${FEW_JOBS} jobs: size without clips`,
      fewBytes / 1000,
      60,
      "kB",
      "HTML with its script and style",
    ),
    atMost(
      `report of ${JOBS} jobs: until a browser shows it`,
      openMs / 1000,
      1,
      "s",
      `median of ${ROUNDS}, Chromium, from navigation to the second frame with all cards; ${(manyBytes / 1e6).toFixed(2)} MB`,
    ),
    {
      name: `… until \`kling report\` has written it`,
      seen: `${(writeMs / 1000).toFixed(2)} s`,
      bar: "–",
      isReached: undefined,
      detail: "process included",
    },
  ];
}

async function timeToOpen(address: string): Promise<number> {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: CHROMIUM_ARGS });
  try {
    const times: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const page = await browser.newPage();
      const ms = await timeMs(async () => {
        await page.goto(address, { waitUntil: "domcontentloaded" });
        await page.evaluate(
          (count) =>
            new Promise<void>((resolve, reject) => {
              if (document.querySelectorAll(".card").length !== count) reject(new Error("cards are missing"));
              requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
            }),
          JOBS,
        );
      });
      // The first one warms the browser up.
      if (round > 0) times.push(ms);
      await page.close();
    }
    return median(times);
  } finally {
    await browser.close();
  }
}
