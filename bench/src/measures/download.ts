import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { atLeast, atMost, type Measurement, median } from "../measure.ts";

const MB = 1_048_576;
const ROUNDS = 5;
const ONE = { files: 1, sizeBytes: 300 * MB };
const MANY = { files: 50, sizeBytes: 6 * MB };

interface Run {
  readonly ms: number;
  readonly extraBytes: number;
}

interface Load {
  readonly files: number;
  readonly sizeBytes: number;
}

/** Each run in a fresh process, the two ways in turn, so that neither inherits memory or a warm heap. */
async function comparePairs(
  origin: string,
  load: Load,
): Promise<{ readonly sdk: Run; readonly fetch: Run; readonly speed: number }> {
  const pairs: { sdk: Run; fetch: Run }[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const pair = { sdk: await runOnce(origin, "sdk", load), fetch: await runOnce(origin, "fetch", load) };
    if (round > 0) pairs.push(pair);
  }
  const middle = (way: "sdk" | "fetch"): Run => ({
    ms: median(pairs.map((pair) => pair[way].ms)),
    extraBytes: median(pairs.map((pair) => pair[way].extraBytes)),
  });
  return {
    sdk: middle("sdk"),
    fetch: middle("fetch"),
    speed: median(pairs.map((pair) => pair.fetch.ms / pair.sdk.ms)),
  };
}

async function runOnce(origin: string, way: "sdk" | "fetch", { files, sizeBytes }: Load): Promise<Run> {
  const script = new URL("./run-download.ts", import.meta.url).pathname;
  const args = ["--conditions=@klingkit/source", script, origin, way, String(files), String(sizeBytes)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}

/** Downloads against `fetch` + pipeline to a file. Ours also hashes, checks and syncs to disk. */
export async function measureDownload(): Promise<readonly Measurement[]> {
  const server = spawn(process.execPath, [new URL("./serve-bytes.ts", import.meta.url).pathname], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = await once(server.stdout, "data");
    const origin = String(line).trim();
    const one = await comparePairs(origin, ONE);
    const many = await comparePairs(origin, MANY);
    return [
      atLeast(
        "download 300 MB",
        one.speed,
        0.9,
        "×",
        `fetch + pipeline ${rate(ONE, one.fetch)}, sdk ${rate(ONE, one.sdk)}, with sha256 and fsync`,
      ),
      memory("memory of one download", one),
      memory("memory of 50 downloads at once", many),
    ];
  } finally {
    server.kill();
  }
}

function memory(name: string, { sdk, fetch }: { readonly sdk: Run; readonly fetch: Run }): Measurement {
  const megabytes = (run: Run) => Math.round(run.extraBytes / MB);
  const detail = `resident growth: sdk ${megabytes(sdk)} MB, fetch + pipeline ${megabytes(fetch)} MB`;
  return atMost(`${name}, beyond fetch + pipeline`, megabytes(sdk) - megabytes(fetch), 32, "MB", detail);
}

function rate({ files, sizeBytes }: Load, { ms }: Run): string {
  return `${Math.round((files * sizeBytes) / MB / (ms / 1000))} MB/s`;
}
