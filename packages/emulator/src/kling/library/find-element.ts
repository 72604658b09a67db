import type { Account, ElementKind } from "../../world/accounts/account.ts";
import type { KlingState } from "../state.ts";
import { OFFICIAL_ELEMENTS } from "./official.ts";
import { findOwn } from "./own-result.ts";

export interface FoundElement {
  readonly kind: ElementKind;
  readonly isDeleted: boolean;
}

const OFFICIAL_IDS: ReadonlySet<string> = new Set(
  OFFICIAL_ELEMENTS.flatMap(({ results }) =>
    results.flatMap((plan) => (plan.kind === "element" && plan.id !== undefined ? [plan.id] : [])),
  ),
);

/** An element that was added by control, of the account's library, or an official one; undefined for other ids. */
export function findElement(
  state: Pick<KlingState, "tasks">,
  account: Account,
  id: string,
): FoundElement | undefined {
  const added = account.elements.get(id);
  if (added !== undefined) return { kind: added, isDeleted: false };
  const own = findOwn(state, account, { id, kind: "element" });
  if (own) return { kind: own.plan.isOfVideo ? "video" : "image", isDeleted: own.isDeleted };
  const old = account.entries.get(id);
  if (old) return { kind: "image", isDeleted: old.isDeleted };
  return OFFICIAL_IDS.has(id) ? { kind: "image", isDeleted: false } : undefined;
}

/** Ids of elements have many digits; `1` was recorded as not found. @source LIVE 2026-09-28, INF for all others */
const LEAST_ELEMENT_DIGITS = 3;

/** Whether a create may use the element. */
export function isUsableElement(state: KlingState, account: Account, id: string): boolean {
  const found = findElement(state, account, id);
  if (found) return !found.isDeleted;
  return state.settings.switches.elements === "any" && id.length >= LEAST_ELEMENT_DIGITS;
}
