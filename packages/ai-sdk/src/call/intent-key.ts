import { randomUUID } from "node:crypto";
import { requestInvalid } from "../video-error.ts";

/** Longer ones are content, and no keys. */
const MAX_LENGTH = 256;

/**
 * The key under which a call buys once: the caller's option, then the `idempotency-key` header (the caller's own, or the one that
 * `generateVideo` adds to starts), then a random one. It is never made from the content: two equal calls may be two wanted takes.
 */
export function intentKeyOf({
  option,
  headers = {},
  part,
}: {
  readonly option: unknown;
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** Which of the calls of one `generateVideo` it is, from 0: each makes videos of its own under the one key. */
  readonly part: number;
}): string {
  const header = headerOf(headers, "idempotency-key");
  if (option === undefined && header === undefined) return `klingkit_${randomUUID()}`;
  const key =
    option === undefined
      ? checked(header, "the idempotency-key header")
      : checked(option, "providerOptions.klingkit.key");
  return part === 0 ? key : `${key} (call ${part + 1})`;
}

function checked(key: unknown, place: string): string {
  if (typeof key === "string" && key.trim() !== "" && key.length <= MAX_LENGTH) return key;
  throw requestInvalid(`${place} must be a text of 1 to ${MAX_LENGTH} characters. Nothing was sent.`);
}

/** A header by its name in any case. */
export function headerOf(
  headers: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  const found = Object.entries(headers).find(([key, value]) => key.toLowerCase() === name && value);
  return found?.[1];
}
