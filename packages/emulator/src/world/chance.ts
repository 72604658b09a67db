import { hash } from "node:crypto";

/** Everything random, from the seed and a purpose: the same question gets the same answer, in whatever order it is asked. */
export interface Chance {
  /** 64 hexadecimal digits. */
  hex(...purpose: readonly (string | number)[]): string;
  /** A number from 0 up to, not including, 1. */
  fraction(...purpose: readonly (string | number)[]): number;
  /** A whole number from 0 up to, not including, `limit` (at most 2^32). */
  below(limit: number, ...purpose: readonly (string | number)[]): number;
  /** A UUID of version 4. */
  uuid(...purpose: readonly (string | number)[]): string;
}

export function createChance(seed: string): Chance {
  const hex = (...purpose: readonly (string | number)[]) =>
    hash("sha256", [seed, ...purpose].join("\u0000"), "hex");
  const fraction = (...purpose: readonly (string | number)[]) =>
    Number.parseInt(hex(...purpose).slice(0, 8), 16) / 0x1_0000_0000;
  return {
    hex,
    fraction,
    below: (limit, ...purpose) => Math.floor(fraction(...purpose) * limit),
    uuid: (...purpose) => formatUuid(hex(...purpose)),
  };
}

const VARIANTS = ["8", "9", "a", "b"] as const;

function formatUuid(digits: string): string {
  const variant = VARIANTS[Number.parseInt(digits[16] ?? "0", 16) & 3];
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
