import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { launchChromium } from "../../tests/report/support/chromium.ts";
import { askForApproval } from "./approval-window.ts";
import type { Theme } from "./themes.ts";

const SIZE = { width: 640, height: 172 };
const SCALE = 2;
const QUALITY = "85";

const run = promisify(execFile);

/** The window as a program shows it, as WebP. Needs Chromium and ffmpeg. */
export async function drawApproval({ name }: Theme): Promise<Uint8Array> {
  const { html, result } = await askForApproval();
  const browser = await launchChromium();
  const folder = await mkdtemp(join(tmpdir(), "klingkit-approval-"));
  try {
    const page = await browser.newPage({ viewport: SIZE, deviceScaleFactor: SCALE, colorScheme: name });
    await page.setContent(hostOf(html, result));
    await page.frameLocator("iframe").getByRole("button", { name: "Approve" }).waitFor();
    const [png, webp] = [join(folder, "window.png"), join(folder, "window.webp")];
    await writeFile(png, await page.screenshot());
    await run("ffmpeg", ["-loglevel", "error", "-i", png, "-c:v", "libwebp", "-quality", QUALITY, webp]);
    return await readFile(webp);
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const escapeAttribute = (text: string): string => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

/** A program that shows the page in a frame and gives it the result. */
const hostOf = (html: string, result: object): string => `<!doctype html>
<style>:root{color-scheme:light dark}body{margin:0}iframe{border:1px solid #8888;border-radius:8px;box-sizing:border-box;width:100vw;height:100vh}</style>
<iframe srcdoc="${escapeAttribute(html)}"></iframe>
<script>
const frame = document.querySelector("iframe").contentWindow;
const post = (message) => frame.postMessage({ jsonrpc: "2.0", ...message }, "*");
addEventListener("message", ({ data }) => {
  if (data.method === "ui/initialize") post({ id: data.id, result: {} });
  if (data.method === "ui/notifications/initialized")
    post({ method: "ui/notifications/tool-result", params: ${JSON.stringify(result).replaceAll("<", "\\u003c")} });
});
</script>`;
