import type { FamilyId } from "../../families/families.ts";
import type { CapabilityRow, Condition } from "../capability.ts";
import type { CreateFacts, FactName, FactPaths } from "../facts.ts";
import type { RuleId, WarningId } from "./rule-ids.ts";

/** Kind of an element of the library, where it is known. */
export type ElementKind = "image" | "video";

/** Everything a rule may look at, and the two ways to speak. */
export interface RuleScope {
  readonly facts: CreateFacts;
  readonly row: CapabilityRow;
  readonly paths: FactPaths;
  readonly family: FamilyId;
  /** Whose judgement is asked for; see `CheckOptions`. */
  readonly as: "client" | "service";
  readonly isLocalService: boolean;
  readonly elementKind: (elementId: string) => ElementKind | undefined;
  readonly refuse: (finding: Finding) => void;
  readonly warn: (finding: Remark) => void;
}

export interface Finding {
  readonly rule: RuleId;
  /** Field that is at fault: by name, or a path that a fact carries. */
  readonly at: FactName | { readonly path: string };
  /** What is wrong and what would pass, without the path. */
  readonly message: string;
  /** What the service's sentence names, where it names more than the path; see `Fault`. */
  readonly subject?: unknown;
}

/** Something that passes but is probably not meant. */
export interface Remark extends Omit<Finding, "rule" | "subject"> {
  readonly rule: WarningId;
}

export type Rule = (scope: RuleScope) => void;

/** Whether the request is inside a condition. */
export function meets(condition: Condition, facts: CreateFacts): boolean {
  const { resolutions, durationsSeconds, audio } = condition;
  if (resolutions && !resolutions.includes(facts.resolution)) return false;
  if (audio && !audio.includes(facts.audio)) return false;
  return (
    !durationsSeconds ||
    facts.durationSeconds === undefined ||
    durationsSeconds.includes(facts.durationSeconds)
  );
}
