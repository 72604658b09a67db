const MAX_CHARACTERS = 300;
const BASE64_CHARACTERS = 64;

/** What must not leave the process, in the order in which it is looked for. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // Keys that name their service, such as api-key-kling-….
  [/(api-key-[a-z]+-)[\w-]+/gi, "$1***"],
  [/\bwhsec_[\w+/=-]+/g, "whsec_***"],
  [/\b(bearer)\s+[\w.~+/=-]+/gi, "$1 ***"],
  [/\beyJ[\w-]+\.[\w-]*(?:\.[\w-]*)?/g, "***jwt***"],
  // Result links are signed: whoever has the query string has the file.
  [/(https?:\/\/)[^\s/@"']+@/gi, "$1***@"],
  [/(https?:\/\/[^\s"'<>?#]+)[?#][^\s"'<>]+/gi, "$1?***"],
  [new RegExp(`(?:data:[\\w/+.-]+;base64,)?[A-Za-z0-9+/_-]{${BASE64_CHARACTERS},}={0,2}`, "g"), "***data***"],
];

export interface RedactOptions {
  /** Exact values to remove, such as the keys of this client. */
  readonly secrets?: readonly string[];
  /** Longest text that is kept. Default 300 characters. */
  readonly maxCharacters?: number;
}

/**
 * Makes text safe for messages and logs: keys, bearer tokens, signed links and base64 are replaced,
 * and what is left is cut, so that no full prompt gets out.
 */
export function redact(
  text: string,
  { secrets = [], maxCharacters = MAX_CHARACTERS }: RedactOptions = {},
): string {
  const known = secrets.filter((secret) => secret.length > 0);
  const cleared = known.reduce((rest, secret) => rest.replaceAll(secret, "***"), text);
  const clean = SECRETS.reduce((rest, [pattern, mask]) => rest.replace(pattern, mask), cleared);
  const characters = [...clean];
  return characters.length > maxCharacters ? `${characters.slice(0, maxCharacters).join("")}…` : clean;
}

const MAX_DEPTH = 8;
const MAX_ITEMS = 100;

/**
 * The same for every text in a value of JSON, names of fields included. Deeper levels and long lists are cut, so that
 * whoever prints an error can.
 */
export function redactAll(value: unknown, options: RedactOptions = {}, depth = 0): unknown {
  if (typeof value === "string") return redact(value, options);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH) return "…";
  const clean = (item: unknown) => redactAll(item, options, depth + 1);
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map(clean);
  const entries = Object.entries(value).slice(0, MAX_ITEMS);
  return Object.fromEntries(entries.map(([name, field]) => [redact(name, options), clean(field)]));
}

/** Shorter ones could be a part of anything. */
const MIN_SECRET_CHARACTERS = 8;

/** A text as it came, without the exact values given; for answers, before anybody reads them. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce(
    (rest, secret) =>
      secret.length >= MIN_SECRET_CHARACTERS && rest.includes(secret) ? rest.replaceAll(secret, "***") : rest,
    text,
  );
}
