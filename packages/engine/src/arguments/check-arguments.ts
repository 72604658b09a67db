import { type KnownNames, refuseUnknown } from "./refuse-unknown.ts";
import { requireObjects, requireTexts } from "./require-arguments.ts";
import { requireFields } from "./require-fields.ts";

/** What one argument of a call is, for callers without types. */
export type ArgumentRule =
  /** `any`: judged by what is done with it. */
  | "any"
  | "text"
  | "object"
  /** Options that may be left out. */
  | { readonly known: KnownNames }
  /** Options of which some must be there. */
  | { readonly known: KnownNames; readonly needs: readonly string[] };

/** The arguments of a call by name, in their order. */
export type ArgumentRules = Readonly<Record<string, ArgumentRule>>;

type Method = (...args: readonly unknown[]) => unknown;

/** What has a rule per argument: every method that answers with a promise. */
export type RulesOf<Methods> = {
  readonly [Name in keyof Methods as Methods[Name] extends (...args: never[]) => Promise<unknown>
    ? Name
    : never]: ArgumentRules;
};

/** Throws ConfigError for the first argument that is missing, and for names that its options do not have. */
export function checkArguments(callee: string, rules: ArgumentRules, given: readonly unknown[]): void {
  const named = Object.fromEntries(Object.keys(rules).map((name, at) => [name, given[at]]));
  const those = (wanted: ArgumentRule) =>
    Object.fromEntries(Object.entries(named).filter(([name]) => rules[name] === wanted));
  requireTexts(callee, those("text"), named);
  requireObjects(callee, those("object"), named);
  for (const [name, rule] of Object.entries(rules)) {
    if (typeof rule === "string") continue;
    if ("needs" in rule) requireFields(callee, named[name], rule);
    else refuseUnknown(callee, named[name], rule.known);
  }
}

/** The same methods; those with rules reject with a ConfigError before anything is done. */
export function withCheckedArguments<Methods extends object>(
  callee: string,
  methods: Methods,
  rules: RulesOf<Methods>,
): Methods {
  const checked = Object.entries<ArgumentRules>(rules).map(([name, own]) => {
    // Every name of the rules is one of a method.
    const method = methods[name as keyof Methods] as Method;
    const call = async (...args: readonly unknown[]) => {
      checkArguments(`${callee}.${name}`, own, args);
      return method(...args);
    };
    return [name, call];
  });
  return { ...methods, ...Object.fromEntries(checked) };
}
