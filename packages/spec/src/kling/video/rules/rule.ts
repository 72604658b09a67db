import type { Fault } from "../../check/fault.ts";
import type { Remark, RuleScope } from "../../check/rule.ts";
import type { CapabilityRow, Condition } from "../../facts/capability.ts";
import type { FactName, FactPaths, VideoFacts } from "../facts.ts";

/** A field by name, or a path that a fact carries. */
type Place = { readonly at: FactName | { readonly path: string } };

/** The scope of a rule about videos: both families name the fields in their own ways, so rules speak of them by name. */
export interface VideoRuleScope extends Omit<RuleScope<VideoFacts, CapabilityRow>, "refuse" | "warn"> {
  readonly paths: FactPaths;
  /** The scope with paths instead of names, for rules that other operations have too. */
  readonly common: RuleScope<VideoFacts, CapabilityRow>;
  readonly refuse: (finding: Omit<Fault, "path"> & Place) => void;
  readonly warn: (finding: Omit<Remark, "path"> & Place) => void;
}

export type VideoRule = (scope: VideoRuleScope) => void;

/** Applies rules in order. */
export function applyVideoRules(
  rules: readonly VideoRule[],
  paths: FactPaths,
  common: RuleScope<VideoFacts, CapabilityRow>,
): void {
  const pathOf = ({ at }: Place) => (typeof at === "string" ? paths[at] : at.path);
  const scope: VideoRuleScope = {
    ...common,
    paths,
    common,
    refuse: ({ at, ...fault }) => common.refuse({ ...fault, path: pathOf({ at }) }),
    warn: ({ at, ...remark }) => common.warn({ ...remark, path: pathOf({ at }) }),
  };
  for (const rule of rules) rule(scope);
}

/** Whether the request is inside a condition. */
export function meets(condition: Condition, facts: VideoFacts): boolean {
  const { resolutions, durationsSeconds, audio } = condition;
  if (resolutions && !resolutions.includes(facts.resolution)) return false;
  if (audio && !audio.includes(facts.audio)) return false;
  return (
    !durationsSeconds ||
    facts.durationSeconds === undefined ||
    durationsSeconds.includes(facts.durationSeconds)
  );
}
