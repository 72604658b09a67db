import { Webhook } from "standardwebhooks";
import { requireOptions } from "../core/require-options.ts";
import { WebhookError } from "./webhook-error.ts";

/** A delivery may be this much older or newer than now. @source DOC 2026-09 callbacks page */
export const WEBHOOK_TOLERANCE_MS = 5 * 60_000;

export interface CallbackRequest {
  /** Headers as they came, in any case. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body exactly as received. Parsed and printed again it has another signature. */
  readonly rawBody: string | Uint8Array;
}

export interface VerifyOptions {
  /** `whsec_…`; several while one is being replaced. */
  readonly secrets: string | readonly string[];
  /** Unix ms. Default Date.now. */
  readonly nowMs?: (() => number) | undefined;
}

/** A delivery whose signature is right. */
export interface VerifiedDelivery {
  /** Id of the delivery: the same id twice is the same delivery. */
  readonly deliveryId: string;
  readonly sentAtMs: number;
  /** The body as text. */
  readonly body: string;
}

/**
 * Checks a Standard Webhooks signature: any of the signatures by any of the secrets, and a timestamp within 5 minutes of now.
 * Throws WebhookError. `unsignedHint` is why a delivery may have no signature.
 */
export function verifySignature(
  request: CallbackRequest,
  options: VerifyOptions,
  unsignedHint = "It may not come from the service, or no webhook secret was made there.",
): VerifiedDelivery {
  requireDelivery("verifySignature", request, options);
  const { headers, rawBody } = request;
  const read = (name: string) => readHeader(headers, name, unsignedHint);
  const deliveryId = read("webhook-id");
  const sentAtMs = readTimestamp(read("webhook-timestamp"), options.nowMs ?? Date.now);
  const signatures = read("webhook-signature").split(" ");
  const body = typeof rawBody === "string" ? rawBody : new TextDecoder().decode(rawBody);
  const expected = secretsOf(options).map((secret) => sign(secret, deliveryId, sentAtMs, body));
  if (!expected.some((one) => signatures.some((other) => isEqual(one, other))))
    throw new WebhookError(
      "signature",
      "No signature of the callback matches. Check the secret, and that the raw body was passed.",
    );
  return { deliveryId, sentAtMs, body };
}

/** For callers without types. Throws ConfigError. */
export function requireDelivery(callee: string, request: unknown, options: unknown): void {
  requireOptions(request, callee, "{ headers, rawBody }");
  requireOptions(options, callee, "{ secrets }");
}

function readHeader(headers: CallbackRequest["headers"], name: string, hint: string): string {
  const value = isHeaders(headers) ? headers.get(name) : findHeader(headers, name);
  if (value) return value;
  throw new WebhookError("headers", `The callback has no ${name} header. ${hint}`);
}

/** `instanceof` would miss the Headers of another realm. */
function isHeaders(headers: CallbackRequest["headers"]): headers is Headers {
  return typeof headers["get"] === "function";
}

function findHeader(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  name: string,
): string | undefined {
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? [];
  return typeof value === "string" ? value : value?.[0];
}

function readTimestamp(text: string, nowMs: () => number): number {
  const sentAtMs = /^\d{1,12}$/.test(text) ? Number(text) * 1000 : Number.NaN;
  if (Math.abs(nowMs() - sentAtMs) <= WEBHOOK_TOLERANCE_MS) return sentAtMs;
  throw new WebhookError(
    "timestamp",
    "The callback's timestamp is more than 5 minutes from now, or unreadable.",
  );
}

function secretsOf({ secrets }: VerifyOptions): readonly string[] {
  const list = [secrets]
    .flat()
    // A variable that is not set is no text.
    .map((secret) => (typeof secret === "string" ? secret.trim() : ""))
    .filter((secret) => secret !== "");
  if (list.length === 0) throw new WebhookError("secret", "No webhook secret was given.");
  const bad = list.find((secret) => !isSecret(secret));
  if (bad === undefined) return list;
  // The value itself must not appear here.
  throw new WebhookError(
    "secret",
    `The webhook secret is not 'whsec_' and base64 of at least ${MIN_SECRET_BYTES} bytes. Copy it again from the console.`,
  );
}

/** Least length of a key. @source Standard Webhooks: 24 to 64 bytes; the service's own examples have 32 (DOC 2026-09) */
const MIN_SECRET_BYTES = 24;

/** Short keys can be guessed, and a key of zeros is the same as none. */
function isSecret(secret: string): boolean {
  try {
    const key = atob(secret.replace(/^whsec_/, ""));
    return key.length >= MIN_SECRET_BYTES && !/^\0*$/.test(key);
  } catch {
    return false;
  }
}

/** Throws WebhookError `secret` where none was given or one cannot be a secret; so that a mistake shows before the first callback. */
export function checkWebhookSecrets(secrets: string | readonly string[]): void {
  for (const secret of secretsOf({ secrets })) sign(secret, "check", 0, "");
}

/** The library's own `verify` reads the machine's clock, so only its signature is used. */
function sign(secret: string, deliveryId: string, sentAtMs: number, body: string): string {
  try {
    return new Webhook(secret).sign(deliveryId, new Date(sentAtMs), body);
  } catch {
    // The library's message could quote the secret.
    throw new WebhookError("secret", "The webhook secret is not 'whsec_' and base64.");
  }
}

/** Takes the same time wherever the texts differ. */
function isEqual(left: string, right: string): boolean {
  let difference = left.length ^ right.length;
  for (let at = 0; at < left.length; at++) difference |= left.charCodeAt(at) ^ right.charCodeAt(at);
  return difference === 0;
}
