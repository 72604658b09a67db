import type { FailureReason } from "./task-record.ts";

/** How tasks move from `submitted` over `processing` to their end. */
export type TransitionMode =
  /** By emulator time. */
  | { readonly mode: "time" }
  /** Each read counts: `processing` from the first, the end with read number `reads` (1 or more). */
  | { readonly mode: "reads"; readonly reads: number }
  /** Never beyond `processing`. */
  | { readonly mode: "stuck" }
  /** By time, to `failed` with this reason. */
  | { readonly mode: "failing"; readonly message: string; readonly reason?: FailureReason };
