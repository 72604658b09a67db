import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { launchChromium } from "../../tests/report/support/chromium.ts";
import { runQuietly } from "./run-quietly.ts";

const run = promisify(execFile);
const SIZE = { width: 1280, height: 1000 };
/** For the clips to show their first frames, in ms. */
const WAIT_MS = 4000;
const QUALITY = "80";
/** Clips of the batch that differ in cost, prompt and settings. */
const COMPARED = ["fox-in-snow", "harbour-morning"] as const;
/** Of a thousand: well past the beginning. */
const SEEK = "350";

/** The report of `examples/batch.yaml` as a browser shows it, whole and with two clips beside each other, as WebP. Needs Chromium and ffmpeg. */
export async function drawReport() {
  const folder = await mkdtemp(join(tmpdir(), "klingkit-report-"));
  try {
    await cp("examples", join(folder, "examples"), { recursive: true });
    await runQuietly(folder, ["run", "examples/batch.yaml", "--emulated", "--speed", "100"]);
    await runQuietly(folder, ["report", "--output", "report.html"]);
    await photograph(folder, pathToFileURL(join(folder, "report.html")).href);
    return { report: await toWebp(folder, "report"), compare: await toWebp(folder, "compare") };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function toWebp(folder: string, name: string): Promise<Uint8Array> {
  const [png, webp] = [join(folder, `${name}.png`), join(folder, `${name}.webp`)];
  await run("ffmpeg", ["-loglevel", "error", "-i", png, "-c:v", "libwebp", "-quality", QUALITY, webp]);
  return readFile(webp);
}

async function photograph(folder: string, address: string): Promise<void> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: SIZE, colorScheme: "light" });
    await page.goto(address);
    await page.waitForTimeout(WAIT_MS);
    await page.screenshot({ path: join(folder, "report.png") });
    for (const name of COMPARED) {
      const card = page.locator("[id^=job-]", { hasText: name }).first();
      await card.locator("[data-compare]").click();
    }
    await page.getByText("Compare 2 takes").click();
    const comparer = page.locator(".comparer");
    await page.waitForTimeout(WAIT_MS);
    await comparer.locator("[data-seek]").fill(SEEK);
    await page.waitForTimeout(WAIT_MS);
    await comparer.screenshot({ path: join(folder, "compare.png") });
  } finally {
    await browser.close();
  }
}
