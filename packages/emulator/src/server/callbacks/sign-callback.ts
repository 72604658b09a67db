import { Webhook } from "standardwebhooks";

export interface SignOptions {
  /** Id of the delivery. */
  readonly id: string;
  readonly atMs: number;
  /** The body exactly as it is sent. */
  readonly body: string;
  /** `whsec_<base64>` each; several while a secret is being rotated. */
  readonly secrets: readonly string[];
}

/** The three headers of a signed callback, or none without a secret. @source DOC 2026-09 callbacks page, Standard Webhooks */
export function signCallback({ id, atMs, body, secrets }: SignOptions): Record<string, string> {
  if (secrets.length === 0) return {};
  const at = new Date(atMs);
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(atMs / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" "),
  };
}
