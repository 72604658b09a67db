import { writeFile } from "node:fs/promises";
import { main } from "@klingkit/cli";
import { type EmulatorControl, type StartOptions, startEmulator } from "@klingkit/emulator";
import { createSameClip, createStoreAddress, createTempDir } from "@klingkit/testkit";
import { inject } from "vitest";

export const API_KEY = "api-key-kling-shop-tests";
/** How many times faster than the service the emulator runs. */
const SPEED = 100;

export interface KlingResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Objects on standard output, one per line; the only one where a result fills several lines. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

/** An emulator on loopback, an empty store of the kind that the run is about, and a folder to run `kling` in. */
export interface Shop extends AsyncDisposable {
  readonly control: EmulatorControl;
  readonly baseUrl: string;
  readonly folder: string;
  /** Of the store; also for other processes. */
  readonly address: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs `kling` in this process, by real time and a real network. */
  kling(line: string, options?: { readonly env?: Readonly<Record<string, string>> }): Promise<KlingResult>;
  writeBatch(count: number): Promise<void>;
}

export interface ShopOptions extends Pick<StartOptions, "faults"> {
  /** Instead of an empty store of the run's own server. */
  readonly address?: string;
}

export async function openShop({ address: given, faults }: ShopOptions = {}): Promise<Shop> {
  const place = given === undefined ? await createStoreAddress(inject("postgresUrl")) : undefined;
  const address = given ?? place?.address ?? "";
  const folder = await createTempDir("klingkit-shop-");
  const emulator = await startEmulator({
    clock: { scale: SPEED },
    concurrency: Number.POSITIVE_INFINITY,
    renderer: await createSameClip(),
    ...(faults ? { faults } : {}),
  });
  const { baseUrl, control } = emulator;
  const env = { HOME: folder.path, KLING_API_KEY: API_KEY, KLING_BASE_URL: baseUrl, KLING_STORE: address };
  return {
    control,
    baseUrl,
    address,
    env,
    folder: folder.path,
    kling: (line, given) => runKling(line, { env: given?.env ?? env, cwd: folder.path }),
    writeBatch: (count) => writeFile(folder.file("batch.yaml"), batchOf(count)),
    async [Symbol.asyncDispose]() {
      await emulator.close();
      await place?.[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const batchOf = (count: number): string => {
  const requests = Array.from({ length: count }, (_, at) => ({
    name: `fox-${at + 1}`,
    prompt: `a fox, ${at}`,
  }));
  return JSON.stringify({ purpose: "tests", defaults: { model: "kling-v3" }, requests });
};

interface Surroundings {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

async function runKling(line: string, { env, cwd }: Surroundings): Promise<KlingResult> {
  let stdout = "";
  let stderr = "";
  const argv = line.split(" ").filter(Boolean);
  const exitCode = await main({
    argv,
    env,
    cwd,
    io: {
      stdin: { isTty: false, readAll: async () => "", readLine: async () => "" },
      stdout: { isTty: false, write: (text) => (stdout += text) },
      stderr: { isTty: false, write: (text) => (stderr += text) },
    },
  });
  return { exitCode, stdout, stderr, lines: parseLines(stdout) };
}

function parseLines(text: string): KlingResult["lines"] {
  if (text.trim() === "") return [];
  const parts = text.startsWith("{\n") ? [text] : text.trim().split("\n");
  return parts.map((part): Record<string, unknown> => JSON.parse(part));
}
