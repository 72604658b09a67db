import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { StepOutcome } from "./step.ts";

/** What a browser or edge bundle may grow by, minified and gzipped, in bytes (1 kB = 1000 bytes): docs/decisions/2026-11-28-bundle-limits.md. */
const LIMITS: readonly Entry[] = [
  { label: "full", specifier: "klingkit", limitBytes: 60_000 },
  { label: "text to video", specifier: "klingkit/text-to-video", limitBytes: 35_000 },
  { label: "reads", specifier: "klingkit/reads", limitBytes: 24_000 },
];
const GZIP_LEVEL = 9;

type Entry = { readonly label: string; readonly specifier: string; readonly limitBytes: number };

/** Measures what importing each entry of `klingkit` adds to a bundle. */
export async function checkSizes(): Promise<StepOutcome> {
  const lines = [];
  let isOk = true;
  for (const { label, specifier, limitBytes } of LIMITS) {
    const sizeBytes = await measureBytes(specifier);
    if (sizeBytes > limitBytes) isOk = false;
    lines.push(`${label} ${formatKilobytes(sizeBytes)} of ${formatKilobytes(limitBytes)}`);
  }
  const note = lines.join(", ");
  return { isOk, note, output: "Over the limit: see what grew with esbuild --bundle --minify --analyze." };
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
