import { ConfigError } from "./errors/config-error.ts";

const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;

/** A key without white space around it; undefined for a blank one. Throws ConfigError for characters that no key has. */
export function readKey(value: string | undefined, option: string): string | undefined {
  const key = value?.trim();
  if (key === undefined || key === "") return undefined;
  if (PRINTABLE_ASCII.test(key)) return key;
  // The value itself must not appear here: it may be a good key with one stray character.
  throw new ConfigError({
    option,
    message: `${option} has a character that no key has. Copy it again.`,
  });
}

/** Throws ConfigError for one key of two that belong together. */
export function refuseHalf(missing: string, pair: string, keyPage: string): never {
  throw new ConfigError({
    option: missing,
    message: `${missing} is missing: ${pair} belong together. Make a key at ${keyPage}.`,
  });
}
