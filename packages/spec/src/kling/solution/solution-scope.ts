import type { RuleScope } from "../check/rule.ts";
import type { SolutionFacts } from "./solution-facts.ts";

/** What a rule of a solution sees. */
export type SolutionScope = RuleScope<SolutionFacts, undefined>;
