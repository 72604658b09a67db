/** Hosts that credentials may go to. @source DOC 2026-10 */
export const HIGGSFIELD_HOSTS = ["api.higgsfield.ai", "platform.higgsfield.ai"] as const;

/** Where keys are made. @source DOC 2026-10 */
export const HIGGSFIELD_KEY_PAGE = "https://console.higgsfield.ai";

/** Names of headers and query parameters. @source DOC 2026-10 */
export const HIGGSFIELD_HEADERS = {
  /** `Key <id>:<secret>`. */
  authorization: "authorization",
  authorizationScheme: "Key",
  /** Older pair, still accepted. @source DOC 2026-08-11 */
  apiKey: "hf-api-key",
  secret: "hf-secret",
  idempotencyKey: "idempotency-key",
  expiresAfter: "hf-expires-after",
  /** On every response. */
  correlationId: "x-correlation-id",
  webhookId: "webhook-id",
  webhookTimestamp: "webhook-timestamp",
  webhookSignature: "webhook-signature",
  /** Of webhooks that the v1 job sets registered with a secret in the body. */
  legacyWebhookSecret: "x-webhook-secret-key",
} as const;

/** Query parameter of a create: where the webhook goes. HTTPS, public, without credentials. @source DOC 2026-10 */
export const WEBHOOK_PARAMETER = "hf_webhook";

/** 1 to 255 visible ASCII characters, no white space. @source DOC 2026-09 idempotency page */
export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** `Hf-Expires-After` in seconds; the account may allow less. @source DOC 2026-09 retention page */
export const EXPIRES_AFTER_SECONDS = { minimum: 3600, maximum: 604_800 } as const;

/** How long results are kept where nothing else is asked for. @source DOC 2026-09 retention page */
export const HIGGSFIELD_RETENTION_DAYS = 7;

/** @source DOC 2026-09 webhooks page; Standard Webhooks */
export const HIGGSFIELD_WEBHOOKS = {
  toleranceSeconds: 300,
  secretPrefix: "whsec_",
  /** The receiver must respond within. */
  timeoutSeconds: 10,
  /** Deliveries are repeated for so long; the pauses are not published. */
  retrySeconds: 7200,
  /** After a rotation both secrets sign for so long. */
  rotationSeconds: 86_400,
} as const;

/** Pace of reads that the documentation recommends, in ms: `first`, then 1.5 times as long up to `max`, and up to `jitter` more. @source MIRROR 2026-10 */
export const HIGGSFIELD_POLLING_MS = { first: 2000, factor: 1.5, max: 10_000, jitter: 500 } as const;

/** Concurrent requests of the documentation's example; the account's own number is in the console. @source DOC 2026-08-11 */
export const EXAMPLE_CONCURRENCY = 4;

/** Longest URL in schemas that state one. @source MIRROR 2026-10 */
export const URL_MAX_CHARACTERS = 2083;
