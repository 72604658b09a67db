import type * as z from "zod/mini";

/** Says what is wrong with a field of a file that a person wrote; zod/mini brings no words of its own. */
export function describeIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "unrecognized_keys":
      return `unknown field ${issue.keys.join(", ")}`;
    case "invalid_value":
      return `use ${issue.values.map(String).join(", ")}`;
    case "invalid_type":
      return `expected ${WORDS[issue.expected] ?? issue.expected}`;
    case "invalid_format":
      return `expected ${FORMATS[issue.format] ?? issue.format}`;
    case "invalid_key":
      return issue.issues.map(describeIssue).join("; ");
    case "too_small":
      return isCounted(issue.origin) ? "must not be empty" : `the least is ${issue.minimum}`;
    case "too_big":
      return `the maximum is ${issue.maximum}`;
    default:
      return issue.message || "not accepted";
  }
}

/** Every text and list of these files needs one character or entry, and no more. */
const isCounted = (origin: string): boolean => origin === "string" || origin === "array";

const WORDS: Readonly<Record<string, string>> = {
  int: "a whole number",
  number: "a number",
  string: "text",
  boolean: "true or false",
  array: "a list",
  object: "fields with their values",
  record: "fields with their values",
};

const FORMATS: Readonly<Record<string, string>> = {
  datetime: "a date and time in UTC, such as 2026-12-31T18:00:00Z",
};
