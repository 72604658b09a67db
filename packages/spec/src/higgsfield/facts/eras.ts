/** State of the API in time: `a` November 2025 to July 2026, `b` the documentation of 2026-08-11, `c` since September 2026. */
export type EraId = "a" | "b" | "c";

export interface Era {
  readonly id: EraId;
  /** When it began, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly since: string;
  readonly baseUrl: string;
  /** `Idempotency-Key` brings the original request back. Without it, a lost response of a create cannot be resolved. */
  readonly hasIdempotencyKeys: boolean;
  /** A create above the account's concurrency: refused with 400, or accepted as `queued` until the queue is full (429). */
  readonly overConcurrency: "refused" | "queued";
  /** Webhooks carry Standard Webhooks signatures once the secret was revealed. */
  readonly signsWebhooks: boolean;
  /** Deliveries that are tried again. */
  readonly webhookRetries: "not-2xx" | "network-and-5xx";
  /** When the days of retention begin. */
  readonly retainedFrom: "creation" | "end";
  /** Finished requests show `expires_at`; creates take `Hf-Expires-After`. */
  readonly hasExpiry: boolean;
  readonly hasEstimate: boolean;
  readonly hasModels: boolean;
  readonly hasDelete: boolean;
  /** An upload has headers that must be sent, not only its content type. */
  readonly hasUploadHeaders: boolean;
}

/** @source DOC 2026-10, DOC 2026-08-11, DOC-OLD 2026-07 */
export const ERAS: Readonly<Record<EraId, Era>> = {
  a: {
    id: "a",
    since: "2025-11",
    baseUrl: "https://platform.higgsfield.ai",
    hasIdempotencyKeys: false,
    overConcurrency: "refused",
    signsWebhooks: false,
    webhookRetries: "not-2xx",
    retainedFrom: "creation",
    hasExpiry: false,
    hasEstimate: false,
    hasModels: false,
    hasDelete: false,
    hasUploadHeaders: false,
  },
  b: {
    id: "b",
    since: "2026-08-11",
    baseUrl: "https://platform.higgsfield.ai",
    hasIdempotencyKeys: false,
    overConcurrency: "refused",
    signsWebhooks: false,
    webhookRetries: "not-2xx",
    retainedFrom: "creation",
    hasExpiry: false,
    hasEstimate: true,
    hasModels: false,
    hasDelete: false,
    hasUploadHeaders: false,
  },
  c: {
    id: "c",
    since: "2026-09",
    baseUrl: "https://api.higgsfield.ai",
    hasIdempotencyKeys: true,
    overConcurrency: "queued",
    signsWebhooks: true,
    webhookRetries: "network-and-5xx",
    retainedFrom: "end",
    hasExpiry: true,
    hasEstimate: true,
    hasModels: true,
    hasDelete: true,
    hasUploadHeaders: true,
  },
};

export const CURRENT_ERA: EraId = "c";
