const MAX_CHARACTERS = 300;
const BASE64_CHARACTERS = 64;

/** What must not leave the process, in the order in which it is looked for. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/api-key-kling-[\w-]+/gi, "api-key-kling-***"],
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
