const HASH_START = "sha256:".length;
const SHOWN_DIGITS = 12;

/** Enough of a hash to tell plans or payloads apart; the whole of it is in the JSON. */
export const shortHash = (hash: string): string => hash.slice(HASH_START, HASH_START + SHOWN_DIGITS);
