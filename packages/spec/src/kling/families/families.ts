import type { TaskStatus } from "../../operation/task-status.ts";

/** One of the URL families of the Kling host; each owns envelope, credentials, id field and status words. */
export type FamilyId = "legacy" | "standard" | "solutions" | "account";

/** `api-key` works everywhere; `jwt` is the AccessKey/SecretKey token. */
export type CredentialKind = "api-key" | "jwt";

/** Statuses that this service has a word for: it cancels no task. */
export type KnownTaskStatus = Exclude<TaskStatus, "unknown" | "canceled">;

export interface Family {
  readonly id: FamilyId;
  readonly credentials: readonly CredentialKind[];
  /** Field of `data` that holds the task id. */
  readonly idField: "task_id" | "id" | null;
  readonly statusWords: Readonly<Record<KnownTaskStatus, string>>;
}

/** @source DOC 2026-09 authentication page; LIVE 2026-09-20 (JWT refused by the standard family) */
export const KLING_FAMILIES = {
  legacy: {
    id: "legacy",
    credentials: ["api-key", "jwt"],
    idField: "task_id",
    statusWords: { submitted: "submitted", processing: "processing", succeeded: "succeed", failed: "failed" },
  },
  standard: {
    id: "standard",
    credentials: ["api-key"],
    idField: "id",
    statusWords: {
      submitted: "submitted",
      processing: "processing",
      succeeded: "succeeded",
      failed: "failed",
    },
  },
  // Half of the pages write `succeed`; both are read. @source DOC 2026-10 (api-beijing); INF: no recorded call
  solutions: {
    id: "solutions",
    credentials: ["api-key"],
    idField: "id",
    statusWords: {
      submitted: "submitted",
      processing: "processing",
      succeeded: "succeeded",
      failed: "failed",
    },
  },
  account: {
    id: "account",
    credentials: ["api-key", "jwt"],
    idField: null,
    statusWords: { submitted: "submitted", processing: "processing", succeeded: "succeed", failed: "failed" },
  },
} as const satisfies Record<FamilyId, Family>;

const CANONICAL_STATUS: Readonly<Record<string, KnownTaskStatus>> = {
  submitted: "submitted",
  processing: "processing",
  succeed: "succeeded",
  succeeded: "succeeded",
  failed: "failed",
};

/** Maps a raw status word of either family to the canonical one; anything else is `unknown`. */
export function canonicalStatus(raw: unknown): TaskStatus {
  return (typeof raw === "string" ? CANONICAL_STATUS[raw.trim().toLowerCase()] : undefined) ?? "unknown";
}
