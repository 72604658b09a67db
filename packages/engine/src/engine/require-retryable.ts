import { isAdoptedRoute } from "../provider/adopted-route.ts";
import { REST_STATES } from "../state/transitions.ts";
import { StoreError } from "../store/store-error.ts";
import type { Job } from "./job-view.ts";

/** Refuses to buy once more what may still come, or may have been bought: that would pay twice for one video. */
export function requireRetryable({ id, state, routeId }: Pick<Job, "id" | "state" | "routeId">): void {
  if (isAdoptedRoute(routeId)) {
    const message = `job ${id} was adopted: another tool made its task, and what it asked for is not known here`;
    throw new StoreError("retry_refused", message);
  }
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
