/** A text of the service, and whether anybody has seen it. */
export interface ServiceText {
  readonly text: string;
  /** Our own words: only the status (and `code`) is documented. */
  readonly isInvented: boolean;
}

const seen = (text: string): ServiceText => ({ text, isInvented: false });
const ours = (text: string): ServiceText => ({ text, isInvented: true });

/** `detail` of refusals. Never branch on them. @source DOC 2026-10 (seen); INF (invented, higgsfield.md §13) */
export const HIGGSFIELD_MESSAGES = {
  invalidCredentials: seen("Invalid credentials"),
  notFound: seen("Not found"),
  modelNotFound: seen("Model not found"),
  estimateNotFound: seen("model_not_found"),
  tooManyConcurrent: seen("Maximum number of concurrent requests (4) has been reached"),
  notEnoughCredits: ours("Not enough credits"),
  notCancelable: ours("Request cannot be canceled"),
  notFinished: ours("Request is not finished"),
  keyMismatch: ours("Idempotency-Key was used with different request parameters"),
  keyInvalid: ours("Idempotency-Key must be 1 to 255 visible ASCII characters"),
  expiresAfterInvalid: ours("Hf-Expires-After must be an integer between 3600 and 604800"),
  webhookInvalid: ours("Invalid webhook URL"),
  queueFull: ours("The account's queue is full"),
  modelBlocked: ours("Model is temporarily blocked"),
  modelUnavailable: ours("Model is unavailable"),
  shotsTooLong: ours("Sum of multi_prompt durations must not exceed duration"),
  uploadTypeUnknown: ours("Unsupported content type"),
  generationFailed: seen("Generation failed"),
} as const satisfies Readonly<Record<string, ServiceText>>;

/** Status that refused bodies get; 400 was seen for some endpoints, and a client treats both alike. @source MIRROR 2026-10 */
export const VALIDATION_STATUS = { usual: 422, alsoSeen: 400 } as const;

/** Statuses that are ours, where the documentation names none. @source INF (higgsfield-more.md §1.3, §5) */
export const INVENTED_STATUS = { deleteUnfinished: 409, invalidWebhook: 422, deletedRead: 404 } as const;
