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

/** The report of `examples/batch.yaml` as a browser shows it, as WebP. Needs Chromium and ffmpeg. */
export async function drawReport(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "klingkit-report-"));
  try {
    await cp("examples", join(folder, "examples"), { recursive: true });
    await runQuietly(folder, ["run", "examples/batch.yaml", "--emulated", "--speed", "100"]);
    await runQuietly(folder, ["report", "--output", "report.html"]);
    const png = join(folder, "report.png");
    const page = pathToFileURL(join(folder, "report.html")).href;
    await photograph(page, png);
    const webp = join(folder, "report.webp");
    await run("ffmpeg", ["-loglevel", "error", "-i", png, "-c:v", "libwebp", "-quality", QUALITY, webp]);
    return await readFile(webp);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function photograph(address: string, png: string): Promise<void> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: SIZE, colorScheme: "light" });
    await page.goto(address);
    await page.waitForTimeout(WAIT_MS);
    await page.screenshot({ path: png });
  } finally {
    await browser.close();
  }
}
