import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { StepOutcome } from "./step.ts";

const CLIENT = '* from "klingkit/client"';

/** What a browser or edge bundle may grow by, minified and gzipped, in bytes (1 kB = 1000 bytes): docs/decisions/2026-11-28-bundle-limits.md. */
const LIMITS: readonly Entry[] = [
  { label: "full", exports: ['* from "klingkit"'], limitBytes: 83_500 },
  { label: "text to video", exports: ['* from "klingkit/text-to-video"'], limitBytes: 27_000 },
  { label: "reads", exports: ['* from "klingkit/reads"'], limitBytes: 18_500 },
  { label: "client", exports: [CLIENT], limitBytes: 23_500 },
  // The operation with the largest schema and all rules: what any other one costs is less.
  {
    label: "client with omniVideo",
    exports: [CLIENT, '{ omniVideo } from "klingkit/operations"'],
    limitBytes: 34_000,
  },
  { label: "higgsfield", exports: ['* from "klingkit/higgsfield"'], limitBytes: 32_000 },
  {
    label: "ai-sdk over the engine",
    exports: ['* from "@klingkit/ai-sdk"'],
    external: ["@klingkit/engine", "@klingkit/spec", "klingkit"],
    limitBytes: 15_000,
  },
];
const GZIP_LEVEL = 9;

interface Entry {
  readonly label: string;
  readonly exports: readonly string[];
  /** Packages that are there anyway, and are not counted. */
  readonly external?: readonly string[];
  readonly limitBytes: number;
}

export interface BundleSize {
  readonly label: string;
  readonly sizeBytes: number;
  readonly limitBytes: number;
}

/** Measures what importing each entry of `klingkit` adds to a bundle. Runs from the root of the checkout, after a build. */
export async function measureBundles(): Promise<readonly BundleSize[]> {
  const sizes = [];
  for (const { label, limitBytes, ...entry } of LIMITS)
    sizes.push({ label, limitBytes, sizeBytes: await measureBytes(entry) });
  return sizes;
}

/** Refuses a bundle that is over its limit. */
export async function checkSizes(): Promise<StepOutcome> {
  const bundles = await measureBundles();
  const isOk = bundles.every(({ sizeBytes, limitBytes }) => sizeBytes <= limitBytes);
  const lines = bundles.map(
    ({ label, sizeBytes, limitBytes }) =>
      `${label} ${formatKilobytes(sizeBytes)} of ${formatKilobytes(limitBytes)}`,
  );
  const note = lines.join(", ");
  return { isOk, note, output: "Over the limit: see what grew with esbuild --bundle --minify --analyze." };
}

async function measureBytes({
  exports,
  external = [],
}: Pick<Entry, "exports" | "external">): Promise<number> {
  const { outputFiles } = await build({
    // From the folder of the tests: it depends on every package, as a consumer would.
    stdin: { contents: exports.map((names) => `export ${names};`).join("\n"), resolveDir: "tests" },
    bundle: true,
    external: external.flatMap((name) => [name, `${name}/*`]),
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
