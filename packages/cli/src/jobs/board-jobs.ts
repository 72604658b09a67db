import { isFileLost, type Job } from "@klingkit/engine";

export interface BoardJob {
  readonly job: Job;
  /** Usual time from accepted to done, in ms. */
  readonly expectedMs?: number | undefined;
  /** What the service reported, once it is done. */
  readonly settledUnits?: number | undefined;
}

/** Done, and not gone from this machine and from the service. */
export const isDone = (job: Job): boolean => job.state === "collected" && !isFileLost(job);

/** Its last reads told nothing. */
export const isUnheard = ({ state, error }: Job): boolean =>
  error !== undefined && (state === "running" || state === "submitting");

/** Made, and its last download failed. */
export const isUnfetched = ({ state, error }: Job): boolean => error !== undefined && state === "succeeded";

/**
 * Time until all are done, when waiting ones follow in the slots of those that run; 0 where nobody knows, because a response or a
 * download is missing.
 */
export function etaMs(jobs: readonly BoardJob[], nowMs: number): number {
  if (jobs.some(({ job }) => isUnheard(job) || isUnfetched(job))) return 0;
  const usual = 60_000;
  const running = jobs.filter(({ job }) => job.state === "running" || job.state === "submitting");
  const ends = running.map(({ job, expectedMs = usual }) =>
    Math.max(0, (job.acceptedAtMs ?? nowMs) + expectedMs - nowMs),
  );
  const waiting = jobs.filter(({ job }) => job.state === "approved");
  const free = ends.length > 0 ? ends : waiting.length > 0 ? [0] : [];
  for (const { expectedMs = usual } of waiting) {
    const first = free.indexOf(Math.min(...free));
    free[first] = (free[first] ?? 0) + expectedMs;
  }
  return free.length === 0 ? 0 : Math.max(...free);
}
