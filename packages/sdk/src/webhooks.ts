export type { TaskSnapshot } from "./core/task.ts";
export { parseTask } from "./kling/tasks/parse-task.ts";
export { readCallback } from "./webhooks/read-callback.ts";
export {
  type CallbackRequest,
  checkWebhookSecrets,
  type VerifyOptions,
  verifyCallback,
} from "./webhooks/verify-callback.ts";
export { WebhookError } from "./webhooks/webhook-error.ts";
