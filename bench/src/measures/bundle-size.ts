import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { atMost, type Measurement } from "../measure.ts";

/** Gzipped bytes of a minified bundle for edge runtimes. */
async function bundledBytes(contents: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["@klingkit/source", "import"],
    write: false,
    logLevel: "silent",
  });
  return gzipSync(outputFiles[0]?.contents ?? new Uint8Array(), { level: 9 }).length;
}

/** Size of the SDK as an application bundles it. */
export async function measureBundleSize(): Promise<readonly Measurement[]> {
  const full = await bundledBytes('import { createKling } from "klingkit"; globalThis.kling = createKling;');
  const text = await bundledBytes(
    'import { createKlingTextToVideo } from "klingkit/text-to-video"; globalThis.kling = createKlingTextToVideo;',
  );
  const detail = "esbuild, minified, gzip -9";
  return [
    atMost("SDK bundle, full client", full / 1000, 52, "kB", detail),
    atMost("SDK bundle, text to video only", text / 1000, 34, "kB", detail),
  ];
}
