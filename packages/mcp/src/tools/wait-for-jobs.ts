import { type Job, REST_STATES } from "@klingkit/engine";
import * as z from "zod/mini";
import type { ServerDeps } from "../server-options.ts";

/** Below what hosts allow a call: some give up after 60 s, and show nothing meanwhile. */
export const LONGEST_WAIT_SECONDS = 20;
const LOOK_EVERY_MS = 250;
const MS_PER_SECOND = 1000;

export const waitField = () =>
  z.optional(
    z
      .number()
      .check(
        z.minimum(0),
        z.maximum(LONGEST_WAIT_SECONDS),
        z.describe("wait so long for the end; default 0"),
      ),
  );

export const isAtRest = ({ state }: Pick<Job, "state">): boolean => REST_STATES.includes(state);

export interface WaitOptions {
  readonly seconds: number | undefined;
  readonly signal: AbortSignal;
}

/** Reads jobs, again and again until all came to rest or the time is over. */
export async function waitForJobs(
  { clock }: ServerDeps,
  read: () => Promise<readonly Job[]>,
  { seconds = 0, signal }: WaitOptions,
): Promise<readonly Job[]> {
  const untilMs = clock.nowMs() + seconds * MS_PER_SECOND;
  for (;;) {
    const jobs = await read();
    const leftMs = untilMs - clock.nowMs();
    if (jobs.every(isAtRest) || leftMs <= 0 || signal.aborted) return jobs;
    await clock.sleep(Math.min(LOOK_EVERY_MS, leftMs), signal);
  }
}
