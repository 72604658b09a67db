/** One of the URL families of the Kling host; each owns envelope, credentials, id field and status words. */
export type FamilyId = "legacy" | "standard" | "account";

/** `api-key` works everywhere; `jwt` is the AccessKey/SecretKey token. */
export type CredentialKind = "api-key" | "jwt";

/** Canonical task status; `unknown` keeps the raw word beside it and is followed like `processing`. */
export type TaskStatus = "submitted" | "processing" | "succeeded" | "failed" | "unknown";
export type KnownTaskStatus = Exclude<TaskStatus, "unknown">;

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
  account: {
    id: "account",
    credentials: ["api-key", "jwt"],
    idField: null,
    statusWords: { submitted: "submitted", processing: "processing", succeeded: "succeed", failed: "failed" },
  },
} as const satisfies Record<FamilyId, Family>;

/** Statuses after which a task never changes again. */
export const TERMINAL_STATUSES: readonly TaskStatus[] = ["succeeded", "failed"];

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
