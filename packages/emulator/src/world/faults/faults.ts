import { hash } from "node:crypto";
import { type ActionByKind, type FaultKind, isOfKind } from "./fault-action.ts";
import type { FaultMatch, FaultRule } from "./fault-rule.ts";
import { matchesGlob } from "./glob.ts";

/** Something that can go wrong. */
export interface FaultEvent {
  readonly method?: string | undefined;
  /** Path of the URL, without the query. */
  readonly path?: string | undefined;
  /** Name of the service. */
  readonly service?: string | undefined;
  readonly model?: string | undefined;
  readonly account?: string | undefined;
  readonly operationId?: string | undefined;
  readonly status?: string | undefined;
}

export interface FaultHits {
  readonly rule: FaultRule;
  /** Events that matched since the rule was set. */
  readonly matched: number;
  /** How often it acted. */
  readonly acted: number;
}

export interface Faults {
  /**
   * The action of the first rule for this kind of event that wants to act. Every rule of the kind counts the event if
   * it matches, whether or not an earlier rule acts; only the rule that acts uses up one of its `times`.
   */
  match<Kind extends FaultKind>(kind: Kind, event: FaultEvent): ActionByKind[Kind] | undefined;
  /** Sets other rules; all counters start again. */
  replace(rules: readonly FaultRule[]): void;
  rules(): readonly FaultRule[];
  hits(): readonly FaultHits[];
}

interface Entry {
  readonly rule: FaultRule;
  /** What chance is asked with. */
  readonly key: string;
  matched: number;
  acted: number;
}

/** Keeps an ordered list of rules and their counters. The same events in the same order give the same faults. */
export function createFaults(rules: readonly FaultRule[], { seed }: { readonly seed: string }): Faults {
  let entries = toEntries(rules);
  return {
    match(kind, event) {
      let found: ActionByKind[typeof kind] | undefined;
      for (const entry of entries) {
        const { action, match } = entry.rule;
        if (!isOfKind(action, kind) || !isMatching(match, event)) continue;
        entry.matched += 1;
        if (found !== undefined || !wantsToAct(entry, seed)) continue;
        entry.acted += 1;
        found = action;
      }
      return found;
    },
    replace(next) {
      entries = toEntries(next);
    },
    rules: () => entries.map((entry) => entry.rule),
    hits: () => entries.map(({ rule, matched, acted }) => ({ rule, matched, acted })),
  };
}

function toEntries(rules: readonly FaultRule[]): Entry[] {
  return rules.map((rule, index) => ({ rule, key: rule.id ?? String(index), matched: 0, acted: 0 }));
}

function isMatching(match: FaultMatch = {}, event: FaultEvent): boolean {
  if (match.method !== undefined && match.method !== event.method) return false;
  const fields = ["path", "service", "model", "account", "operationId", "status"] as const;
  return fields.every((field) => {
    const pattern = match[field];
    return pattern === undefined || (event[field] !== undefined && matchesGlob(pattern, event[field]));
  });
}

function wantsToAct({ rule, key, matched, acted }: Entry, seed: string): boolean {
  const times = rule.times ?? (rule.nth === undefined ? Number.POSITIVE_INFINITY : 1);
  if (matched < (rule.nth ?? 1) || acted >= times) return false;
  return rule.probability === undefined || fraction(seed, key, matched) < rule.probability;
}

/** 0 up to, not including, 1; the same for the same seed, rule and event number. */
function fraction(seed: string, key: string, count: number): number {
  const digits = hash("sha256", JSON.stringify([seed, "fault", key, count]), "hex");
  return Number.parseInt(digits.slice(0, 8), 16) / 0x1_0000_0000;
}
