import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startEmulator } from "@klingkit/emulator";
import { createEngine, createKlingProvider } from "@klingkit/engine";
import { createSeededRandom, createTempDir } from "@klingkit/testkit";
import { createKling } from "klingkit";
import type { StoreSite } from "./stores.ts";
import { planOf } from "./world.ts";

const WORKER = fileURLToPath(new URL("./kill-worker.ts", import.meta.url));
const API_KEY = "api-key-kling-kill-test";
export const JOBS = 60;
const WORKERS = 3;
const KILL_EVERY_MS = 700;
export const QUOTA = 5;
/** Then the rest may finish in peace, so that a busy machine gets there too. */
const MAX_KILLS = 12;
/** Usually far less is needed. */
const DEADLINE_MS = 80_000;

export interface Outcome {
  readonly collected: number;
  readonly accepted: number;
  readonly billed: number;
  readonly settled: number;
  readonly held: number;
  readonly mostInFlight: number;
  readonly kills: number;
}

export interface KillOptions {
  /** Off: each send has a new key, as with an ordinary queue that repeats its step. */
  readonly guard: "on" | "off";
  readonly site: StoreSite;
  /** Breaks something else as well, after each kill. */
  readonly afterKill?: () => Promise<void>;
}

/** Lets worker processes buy the jobs while one of them is killed again and again. */
export async function runWithKills({ guard, site, afterKill }: KillOptions): Promise<Outcome> {
  await using folder = await createTempDir("klingkit-kill-");
  const emulator = await startEmulator({
    concurrency: Number.POSITIVE_INFINITY,
    durations: { "*": { clipSeconds: 5, generationMs: 300 } },
  });
  const storePath = site.address;
  const store = await site.open();
  const kling = createKling({ apiKey: API_KEY, baseUrl: emulator.baseUrl });
  const engine = createEngine({
    store,
    provider: createKlingProvider({ kling, hasApiKey: true, spendsMoney: false }),
    loadImage: () => Promise.reject(new Error("no images")),
    outputDir: folder.path,
  });
  const random = createSeededRandom(3);
  const ready = new Set<ChildProcess>();
  const start = () => {
    const worker = spawn(
      process.execPath,
      ["--conditions=@klingkit/source", WORKER, storePath, emulator.baseUrl, API_KEY, guard, folder.path],
      {
        stdio: ["ignore", "ignore", "inherit", "ipc"],
        env: { ...process.env, NODE_COMPILE_CACHE: folder.file("compile-cache") },
      },
    );
    worker.once("message", () => ready.add(worker));
    return worker;
  };
  let kills = 0;
  const workers: ChildProcess[] = [];
  try {
    await engine.enqueue(await planOf(JOBS));
    workers.push(...Array.from({ length: WORKERS }, start));
    const endMs = Date.now() + DEADLINE_MS;
    for (;;) {
      await sleep(KILL_EVERY_MS);
      const { counts } = await engine.summary();
      const hasBoughtTwice = emulator.control.journal().accepted > JOBS;
      if ((counts.collected ?? 0) === JOBS || hasBoughtTwice || Date.now() > endMs) break;
      const at = Math.floor(random() * WORKERS);
      const victim = workers[at];
      // On a busy machine a process that was not let begin proves nothing.
      if (!victim || !ready.has(victim) || kills >= MAX_KILLS) continue;
      await kill(victim);
      kills += 1;
      workers[at] = start();
      await afterKill?.();
    }
    const { counts } = await engine.summary();
    const { total } = await engine.budget();
    const { accepted, billed } = emulator.control.journal();
    return {
      collected: counts.collected ?? 0,
      accepted,
      billed,
      settled: total.settled,
      held: total.held,
      mostInFlight: mostAtOnce(emulator.control.tasks()),
      kills,
    };
  } finally {
    await Promise.all(workers.map(kill));
    await store.close();
    await emulator.close();
  }
}

async function kill(worker: ChildProcess | undefined): Promise<void> {
  if (!worker || worker.exitCode !== null || worker.signalCode !== null) return;
  const ended = once(worker, "exit");
  worker.kill("SIGKILL");
  await ended;
}

/** Largest number of tasks that ran at the same moment. */
function mostAtOnce(
  tasks: readonly { readonly createdAtMs: number; readonly updatedAtMs: number }[],
): number {
  const edges = tasks
    .flatMap(({ createdAtMs, updatedAtMs }) => [
      { atMs: createdAtMs, step: 1 },
      { atMs: updatedAtMs, step: -1 },
    ])
    .toSorted((left, right) => left.atMs - right.atMs || left.step - right.step);
  let now = 0;
  return edges.reduce((most, { step }) => {
    now += step;
    return Math.max(most, now);
  }, 0);
}
