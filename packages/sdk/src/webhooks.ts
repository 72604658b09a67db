export type { TaskSnapshot } from "./core/task.ts";
export { parseTask } from "./kling/tasks/parse-task.ts";
export { readCallback } from "./webhooks/read-callback.ts";
export { type VerifiedCallback, verifyCallback } from "./webhooks/verify-callback.ts";
export {
  type CallbackRequest,
  checkWebhookSecrets,
  type VerifiedDelivery,
  type VerifyOptions,
  verifySignature,
} from "./webhooks/verify-signature.ts";
export { WebhookError } from "./webhooks/webhook-error.ts";
