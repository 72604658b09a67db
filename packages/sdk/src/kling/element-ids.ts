import type { KlingOptions } from "./kling-core.ts";

/**
 * An id in the element list of a legacy body, as text. Inside a text no quote stands alone, so that none is taken for a field.
 * The service's type is a number of up to 19 digits, which JavaScript cannot hold. @source DOC 2026-09; whether text would pass is not known
 */
const LISTED_ID = /(?<="element_list":\[[^\]]*"element_id":)"([1-9]\d*)"/g;

/** The same options for a client that sends such ids as numbers, with all their digits. */
export function withElementIds(options: KlingOptions): KlingOptions {
  const send: NonNullable<KlingOptions["fetch"]> = (input, init) => {
    const { fetch = globalThis.fetch } = options;
    const body = init?.body;
    // A search costs little; the pattern looks behind at every place of the body.
    return fetch(
      input,
      typeof body === "string" && body.includes("element_list")
        ? { ...init, body: body.replace(LISTED_ID, "$1") }
        : init,
    );
  };
  return { ...options, fetch: send };
}
