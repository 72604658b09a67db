import type { Chance } from "../../world/chance.ts";

/** Owners have ids of 18 digits, which follow from the name of the account here. @source DOC 2026-10 */
export const ownerIdOf = ({ below }: Chance, account: string): string =>
  `829${String(below(1_000_000_000, "owner", account)).padStart(15, "0")}`;
