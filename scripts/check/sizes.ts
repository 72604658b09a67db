import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import * as z from "zod/mini";
import type { StepOutcome } from "./step.ts";

/** What a browser or edge bundle may grow by, minified and gzipped, in bytes (1 kB = 1000 bytes). */
const FULL_LIMIT_BYTES = 40_000;
const TEXT_TO_VIDEO_LIMIT_BYTES = 30_000;
const GZIP_LEVEL = 9;

const SDK_MANIFEST = "packages/sdk/package.json";
const TEXT_TO_VIDEO_ENTRY = /^\.\/.*text-?(to|2)-?video/;
const manifestSchema = z.looseObject({ exports: z.record(z.string(), z.unknown()) });

type Entry = { readonly label: string; readonly specifier: string; readonly limitBytes: number };

/** Measures what importing everything of `klingkit`, or only text to video, adds to a bundle. */
export async function checkSizes(): Promise<StepOutcome> {
  const entries = await listEntries();
  const lines = [];
  let isOk = true;
  for (const { label, specifier, limitBytes } of entries) {
    const sizeBytes = await measureBytes(specifier);
    if (sizeBytes > limitBytes) isOk = false;
    lines.push(`${label} ${formatKilobytes(sizeBytes)} of ${formatKilobytes(limitBytes)}`);
  }
  if (entries.length === 1) lines.push("no text-to-video entry point yet");
  const note = lines.join(", ");
  return { isOk, note, output: "Over the limit: see what grew with esbuild --bundle --minify --analyze." };
}

async function listEntries(): Promise<Entry[]> {
  const content: unknown = JSON.parse(await readFile(SDK_MANIFEST, "utf8"));
  const paths = Object.keys(manifestSchema.parse(content).exports);
  const textToVideo = paths.find((path) => TEXT_TO_VIDEO_ENTRY.test(path));
  const full: Entry = { label: "full", specifier: "klingkit", limitBytes: FULL_LIMIT_BYTES };
  if (textToVideo === undefined) return [full];
  const specifier = `klingkit${textToVideo.slice(1)}`;
  return [full, { label: "text to video", specifier, limitBytes: TEXT_TO_VIDEO_LIMIT_BYTES }];
}

async function measureBytes(specifier: string): Promise<number> {
  const { outputFiles } = await build({
    // From the folder of the tests: it depends on every package, as a consumer would.
    stdin: { contents: `export * from "${specifier}";`, resolveDir: "tests" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "es2023",
    legalComments: "none",
    write: false,
    logLevel: "silent",
  });
  return outputFiles.reduce(
    (sum, { contents }) => sum + gzipSync(contents, { level: GZIP_LEVEL }).byteLength,
    0,
  );
}

function formatKilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(2)} kB`;
}
