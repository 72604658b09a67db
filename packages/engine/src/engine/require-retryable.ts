import { type JobState, REST_STATES } from "../state/job-state.ts";
import { StoreError } from "../store/store-error.ts";

/** Refuses to buy once more what may still come, or may have been bought: that would pay twice for one video. */
export function requireRetryable(id: string, state: JobState): void {
  if (state === "unknown") {
    throw new StoreError(
      "retry_refused",
      `job ${id} is unknown: it may have been bought. Adopt its task, or review it as not bought, before it is retried`,
    );
  }
  if (REST_STATES.includes(state)) return;
  throw new StoreError(
    "retry_refused",
    `job ${id} is ${state} and may still bring its video. Let it end, or cancel it, before it is retried`,
  );
}
