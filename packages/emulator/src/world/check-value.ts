import { didYouMean, suggest } from "@klingkit/spec/core";
import * as z from "zod/mini";

/**
 * Checks what a program passes in. Throws RangeError, which names the field and, where its name is unknown, the one that was probably
 * meant: a misspelt option would silently do nothing, and a test of it would pass.
 */
export function checkValue(what: string, schema: z.ZodMiniType, value: unknown): void {
  const parsed = schema.safeParse(value, { error: z.locales.en().localeError });
  const [issue] = parsed.error?.issues ?? [];
  if (issue === undefined) return;
  throw new RangeError(`${what}: ${describe(issue, schema)}`);
}

function describe(issue: z.core.$ZodIssue, schema: z.ZodMiniType): string {
  const field = issue.path.join(".");
  if (issue.code !== "unrecognized_keys") return `${field === "" ? "" : `${field}: `}${issue.message}`;
  const [name = ""] = issue.keys;
  const known = issue.path.length === 0 && schema instanceof z.ZodMiniObject ? Object.keys(schema.shape) : [];
  return `${[...issue.path, name].join(".")} is not an option.${didYouMean(suggest(name, known))}`;
}
