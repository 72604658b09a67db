import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** What keeps the browser from looking for the network by itself. */
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Path of the system's Chromium; undefined where there is none. */
export const findChromium = (): string | undefined =>
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => ["chromium", "chromium-browser"].map((name) => join(folder, name)))
    .find((path) => existsSync(path));

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium() ?? "chromium", args: QUIET });
