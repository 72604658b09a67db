import type * as z from "zod/mini";

/** Says what is wrong with a field of a file that a person wrote; zod/mini brings no words of its own. */
export function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return `unknown field ${issue.keys.join(", ")}`;
  if (issue.code === "invalid_value") return `use ${issue.values.map(String).join(", ")}`;
  if (issue.code === "invalid_type") return `expected ${issue.expected}`;
  if (issue.code === "invalid_key") return issue.issues.map(describeIssue).join("; ");
  return issue.message || "not accepted";
}
