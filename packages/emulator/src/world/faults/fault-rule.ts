import * as z from "zod/mini";
import { FAULT_TYPES, faultAction } from "./fault-action.ts";

const glob = z.optional(z.string().check(z.minLength(1)));

/** All given fields must match. In every text `*` stands for anything but a slash, `**` for anything. */
const faultMatch = z.strictObject({
  method: z.optional(z.enum(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"])),
  path: glob,
  /** `kling` or `higgsfield`. */
  service: glob,
  model: glob,
  account: glob,
  operationId: glob,
  /** Status word of the task (callbacks only), as it stands on the wire. */
  status: glob,
});

export const faultRule = z.strictObject({
  /** Names the rule in reports, and keeps its random numbers when rules before it come or go. */
  id: z.optional(z.string().check(z.minLength(1))),
  match: z.optional(faultMatch),
  /** Acts from the nth matching event on, counted from 1. Default 1. */
  nth: z.optional(z.int().check(z.positive())),
  /** Acts so often. Default: once with `nth`, else always. */
  times: z.optional(z.int().check(z.positive())),
  /** Acts on this share of the events, 0 to 1, decided by the seed. Default 1. */
  probability: z.optional(z.number().check(z.gte(0), z.lte(1))),
  action: faultAction,
});

export type FaultMatch = z.infer<typeof faultMatch>;
export type FaultRule = z.infer<typeof faultRule>;

/** A fault file, or a list of rules, that is not valid. */
export class InvalidFaultsError extends Error {
  override readonly name = "InvalidFaultsError";
  readonly code = "invalid_faults";
  /** Index of the rule, from 0; undefined when the whole is not a list. */
  readonly ruleIndex: number | undefined;
  /** Path inside the rule, such as `action.latencyMs`; empty for the rule itself. */
  readonly field: string;

  constructor(options: { ruleIndex?: number; field?: string; reason: string; cause?: unknown }) {
    const { ruleIndex, field = "", reason, cause } = options;
    const place = ruleIndex === undefined ? "faults" : `fault rule ${ruleIndex}${field && `, ${field}`}`;
    super(`${place}: ${reason}`, { cause });
    this.ruleIndex = ruleIndex;
    this.field = field;
  }
}

/**
 * Checks a list of rules; a business code must be one of `businessCodes`. Throws `InvalidFaultsError`, which names rule
 * and field.
 */
export function parseFaultRules(value: unknown, businessCodes: readonly number[]): readonly FaultRule[] {
  const parsed = z.array(faultRule).safeParse(value, { error: z.locales.en().localeError });
  if (!parsed.success) throw toInvalidFaults(parsed.error.issues);
  for (const [ruleIndex, { action }] of parsed.data.entries()) {
    if (action.type !== "business-error" || businessCodes.includes(action.code)) continue;
    const reason = `must be one of ${businessCodes.join(", ")}`;
    throw new InvalidFaultsError({ ruleIndex, field: "action.code", reason });
  }
  return parsed.data;
}

/** Reads JSON. Throws `InvalidFaultsError`. */
export function parseFaultsJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidFaultsError({ reason: `not valid JSON (${String(cause)})`, cause });
  }
}

function toInvalidFaults(issues: readonly z.core.$ZodIssue[]): InvalidFaultsError {
  const [issue] = issues;
  if (issue === undefined) return new InvalidFaultsError({ reason: "not valid" });
  const [index, ...path] = issue.path;
  if (issue.code === "unrecognized_keys") path.push(...issue.keys.slice(0, 1));
  const field = path.map(String).join(".");
  return new InvalidFaultsError({
    ...(typeof index === "number" ? { ruleIndex: index } : {}),
    field,
    reason: field === "action.type" ? `must be one of ${FAULT_TYPES.join(", ")}` : issue.message,
  });
}
