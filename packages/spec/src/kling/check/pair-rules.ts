import type { CommonFacts } from "./read-common-facts.ts";
import type { RuleScope } from "./rule.ts";

type Scope = Pick<RuleScope, "refuse"> & { readonly facts: Pick<CommonFacts, "given"> };
type Pair = readonly [string, string];

/** Exactly one of two fields must be there. */
export function judgeOneOf(scope: Scope, [one, other]: Pair): void {
  if (scope.facts.given(one) || scope.facts.given(other)) judgeExclusive(scope, [one, other]);
  else {
    const message = `give ${one} or ${other}.`;
    scope.refuse({ rule: "one-of", path: one, message, subject: other });
  }
}

/** Two fields exclude each other. */
export function judgeExclusive({ facts, refuse }: Scope, [one, other]: Pair): void {
  if (!facts.given(one) || !facts.given(other)) return;
  const message = `cannot be used together with ${other}. Leave one of them out.`;
  refuse({ rule: "exclusive-fields", path: one, message, subject: other });
}

/** A field that means something only beside another one, or beside a value of it. */
export function judgeDependent(
  { facts, refuse }: Scope,
  path: string,
  { needs, value }: { readonly needs: string; readonly value?: string },
): void {
  if (!facts.given(path) || (value === undefined && facts.given(needs))) return;
  const what = value === undefined ? needs : `${needs} '${value}'`;
  refuse({ rule: "dependent-field", path, message: `needs ${what}.`, subject: what });
}
