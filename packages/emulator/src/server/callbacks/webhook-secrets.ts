/** How a secret is replaced. */
export interface Rotation {
  /** The secrets before it stop signing at once, because somebody else knows them. Default: they sign on for a while. */
  readonly isEmergency?: boolean;
}

/** The account-level secrets that sign callbacks. */
export interface WebhookSecrets {
  /** Secrets that are valid now, the newest first (`INF`); each makes a signature. */
  valid(): readonly string[];
  /** Signs with a new secret from now on. */
  rotate(secret: string, rotation?: Rotation): void;
  /** Deletes one secret, or all: callbacks are then sent without signature headers. */
  remove(secret?: string): void;
}

interface Secret {
  readonly secret: string;
  readonly untilMs: number;
}

export interface WebhookSecretsOptions {
  /** Those of the start. Without a secret, callbacks are unsigned. */
  readonly initial: readonly string[];
  readonly nowMs: () => number;
  /** How long a secret signs on after a rotation, ms. */
  readonly overlapMs: number;
}

export function createWebhookSecrets({ initial, nowMs, overlapMs }: WebhookSecretsOptions): WebhookSecrets {
  let secrets: readonly Secret[] = initial.map((secret) => ({ secret, untilMs: Number.POSITIVE_INFINITY }));
  return {
    valid: () => secrets.filter(({ untilMs }) => nowMs() < untilMs).map(({ secret }) => secret),
    rotate(secret, { isEmergency = false } = {}) {
      const endMs = nowMs() + (isEmergency ? 0 : overlapMs);
      const older = secrets
        .filter((known) => known.secret !== secret)
        .map((known) => ({ ...known, untilMs: Math.min(known.untilMs, endMs) }));
      secrets = [{ secret, untilMs: Number.POSITIVE_INFINITY }, ...older];
    },
    remove(secret) {
      secrets = secret === undefined ? [] : secrets.filter((known) => known.secret !== secret);
    },
  };
}
