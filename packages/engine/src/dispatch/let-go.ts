import { backoffMs } from "../context/backoff.ts";
import type { EngineContext } from "../context/engine-context.ts";
import type { JobRow } from "../store/schema.ts";
import { isPassing } from "../store/store-error.ts";

/** When a run ends, whatever is left. */
export interface RunEnd {
  /** Aborted as soon as the run has nothing more to do, or was asked to end. */
  readonly isOver: AbortSignal;
  /** Unix ms. */
  readonly endAtMs: number;
}

/**
 * Gives jobs back whose step broke off without a record, such as with a full disk. They are due again after a pause;
 * one with an open intent is then looked up. While the store itself cannot be written, tries go on until the run is over:
 * whoever looks after the jobs then finds their lease over.
 */
export async function letGo(
  context: EngineContext,
  jobs: readonly JobRow[],
  { isOver, endAtMs }: RunEnd,
): Promise<void> {
  const { store, clock, owner } = context;
  const ids = jobs.map(({ id }) => id);
  const failed = Math.max(...jobs.map((job) => job.failures));
  for (let failures = 1; ; failures += 1) {
    const next_at = clock.nowMs() + backoffMs(context, failed + 1);
    try {
      await store.write((db) =>
        db
          .updateTable("job")
          .set((job) => ({
            lease_owner: null,
            next_at,
            version: job("version", "+", 1),
            failures: job("failures", "+", 1),
          }))
          .where("id", "in", ids)
          .where("lease_owner", "=", owner)
          .execute(),
      );
      return;
    } catch (error) {
      if (!isPassing(error)) throw error;
      context.onError(error);
      const leftMs = endAtMs - clock.nowMs();
      if (isOver.aborted || leftMs <= 0) return;
      const pauseMs = Math.min(backoffMs(context, failures), leftMs);
      await clock.sleep(pauseMs, isOver).catch(() => undefined);
    }
  }
}
