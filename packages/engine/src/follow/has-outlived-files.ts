import type { EngineContext } from "../context/engine-context.ts";
import type { TaskView } from "../provider/provider.ts";
import type { JobRow } from "../store/schema.ts";

/**
 * Whether the service has dropped the files of a task. By its clock, as far as it shows it and the times of the task: it drops
 * files by that one, whatever ours shows.
 */
export async function hasOutlivedFiles(
  { clock, provider }: Pick<EngineContext, "clock" | "provider">,
  job: JobRow,
  task?: TaskView,
): Promise<boolean> {
  const nowMs = clock.nowMs();
  const { filesKeptMs = provider.retentionMs } = provider;
  const shownMs = task && shownEndMs(task, filesKeptMs);
  const serviceNowMs = shownMs === undefined ? undefined : await provider.serviceNowMs?.(nowMs);
  if (shownMs !== undefined && serviceNowMs !== undefined) return serviceNowMs > shownMs;
  const { files_until, accepted_at } = job;
  return nowMs > (files_until ?? (accepted_at ?? Number.POSITIVE_INFINITY) + filesKeptMs);
}

/** When the service drops the files of a task, by its clock. @source LIVE 2025-12-12 (links end so long after the end of the task) */
function shownEndMs(
  { filesUntilMs, createdAtMs, updatedAtMs }: TaskView,
  keptMs: number,
): number | undefined {
  if (filesUntilMs !== undefined) return filesUntilMs;
  return createdAtMs === undefined ? undefined : Math.max(createdAtMs, updatedAtMs ?? createdAtMs) + keptMs;
}
