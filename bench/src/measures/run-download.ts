import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { download } from "klingkit/node";
import { timeMs } from "../measure.ts";

// Runs as a process of its own: ORIGIN sdk|fetch FILES BYTES. Prints time and growth of resident memory as JSON.
const [origin = "", way = "", files = "1", sizeBytes = "0"] = process.argv.slice(2);

const byFetch = async (url: string, path: string): Promise<void> => {
  const { body } = await fetch(url);
  if (body) await pipeline(body, createWriteStream(path));
};
const bySdk = (url: string, path: string) => download({ url }, path, { allowedOrigins: [origin] });
const get = way === "sdk" ? bySdk : byFetch;

const folder = await mkdtemp(join(tmpdir(), "kling-bench-"));
await get(`${origin}/?size=1000000`, join(folder, "warm.mp4"));
const before = process.memoryUsage.rss();
let peak = before;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 5);
const ms = await timeMs(() =>
  Promise.all(
    Array.from({ length: Number(files) }, (_, at) =>
      get(`${origin}/?size=${sizeBytes}`, join(folder, `${at}.mp4`)),
    ),
  ),
);
clearInterval(watch);
await rm(folder, { recursive: true });
console.log(JSON.stringify({ ms, extraBytes: Math.max(peak, process.memoryUsage.rss()) - before }));
