import { HIGGSFIELD_FAULT_CODES } from "./higgsfield/fault-responses.ts";
import { KLING_BUSINESS_CODES } from "./kling/faults/fault-responses.ts";
import { type FaultRule, parseFaultRules, parseFaultsJson } from "./world/faults/fault-rule.ts";

/** Checks a list of rules. Throws `InvalidFaultsError`, which names rule and field. */
export const parseFaults = (value: unknown): readonly FaultRule[] =>
  parseFaultRules(value, [...KLING_BUSINESS_CODES, ...HIGGSFIELD_FAULT_CODES]);

/** Reads the text of a fault file: a JSON list of rules. */
export const parseFaultsText = (text: string): readonly FaultRule[] => parseFaults(parseFaultsJson(text));
