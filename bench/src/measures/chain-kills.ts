import { findFrameDecoder } from "@klingkit/engine";
import { createStoreAddress } from "@klingkit/testkit";
import { CHAIN_JOBS, chainRequests, findViolations, LOSSY, openChaos } from "@klingkit/testkit/chaos";
import type { Measurement } from "../measure.ts";

const KILLS = 50;
/** Enough for all kills on a quiet machine. */
const CHAINS = 24;
const QUOTA = 10;
/** A busy machine starts a worker in a second; then the rest may finish in peace. */
const KILL_EVERY_MS = 1000;
const KILLS_FOR_MS = 150_000;
const DEADLINE_MS = 600_000;

/** Chains of image, videos and sounds, whose workers are killed by SIGKILL while responses are lost. */
export async function measureChainKills(): Promise<readonly Measurement[]> {
  await using place = await createStoreAddress("");
  await using chaos = await openChaos({
    storeAddress: place.address,
    workers: 3,
    guard: "on",
    quota: QUOTA,
    seed: 11,
    faults: LOSSY,
  });
  const hasDecoder = (await findFrameDecoder()) !== undefined;
  const seen = await chaos.runWave({
    jobs: CHAINS * CHAIN_JOBS,
    requests: (wave) => chainRequests(wave, CHAINS, hasDecoder),
    deadlineMs: DEADLINE_MS,
    kills: { everyMs: KILL_EVERY_MS, forMs: KILLS_FOR_MS },
  });
  const violations = findViolations(seen, QUOTA);
  const { jobs, billed, delivered, kills, elapsedMs } = seen;
  const files = violations.join("; ") || "every file is what was recorded";
  const frames = hasDecoder ? "" : "; no last frames: ffmpeg is missing";
  return [
    {
      name: `chains of ${CHAIN_JOBS} jobs under kill -9`,
      seen: `${jobs} jobs, ${billed} billed, ${delivered} delivered, ${kills} kills`,
      bar: `each step billed once, ${KILLS} kills`,
      isReached: violations.length === 0 && billed === jobs && kills >= KILLS,
      detail: `${files}; ${Math.round(elapsedMs / 1000)} s; 12 % of the answers to creates are lost${frames}`,
    },
  ];
}
