import { HIGGSFIELD_WEBHOOKS } from "@klingkit/spec/higgsfield";

/** The account-level secrets that sign webhooks. */
export interface WebhookSecrets {
  /** Secrets that are valid now, the newest first; each makes a signature. */
  valid(): readonly string[];
  /** A new secret from now on; the one before it stays valid for 24 hours. @source DOC 2026-09 */
  rotate(secret: string): void;
}

interface Secret {
  readonly secret: string;
  readonly untilMs: number;
}

/** Without a secret, webhooks are unsigned: as before an account has looked at its secret for the first time. */
export function createWebhookSecrets(initial: readonly string[], nowMs: () => number): WebhookSecrets {
  let secrets: readonly Secret[] = initial.map((secret) => ({ secret, untilMs: Number.POSITIVE_INFINITY }));
  return {
    valid: () => secrets.filter(({ untilMs }) => nowMs() < untilMs).map(({ secret }) => secret),
    rotate(secret) {
      const endMs = nowMs() + HIGGSFIELD_WEBHOOKS.rotationSeconds * 1000;
      const older = secrets.map((known) => ({ ...known, untilMs: Math.min(known.untilMs, endMs) }));
      secrets = [{ secret, untilMs: Number.POSITIVE_INFINITY }, ...older];
    },
  };
}
