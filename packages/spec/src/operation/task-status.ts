/**
 * Status of a task of any service. `unknown` keeps the service's own word beside it and is followed like `processing`;
 * `canceled` never ran.
 */
export type TaskStatus = "submitted" | "processing" | "succeeded" | "failed" | "canceled" | "unknown";

/** Statuses after which a task never changes again. */
export const TERMINAL_STATUSES: readonly TaskStatus[] = ["succeeded", "failed", "canceled"];
