import type * as z from "zod/mini";

/** Says what is wrong with a field of a file that a person wrote, as the end of a sentence that begins with the field. */
export function describeIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? "is missing."
        : `must be ${WORDS[issue.expected] ?? issue.expected}.${quotesFor(issue)}`;
    case "invalid_format":
      return `must be ${FORMATS[issue.format] ?? issue.format}.`;
    case "invalid_key":
      // The field is the key, and has been named.
      return issue.issues.map((one) => describeIssue(one).replace(/^"[^"]*" /, "")).join(" ");
    case "too_small":
      return isCounted(issue.origin) ? "must not be empty." : `must be at least ${issue.minimum}.`;
    case "too_big":
      return `must be at most ${issue.maximum}.`;
    default:
      return issue.message ? `${issue.message}.` : "is not supported.";
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

/** What a number or a switch needs to be read as text. */
const quotesFor = ({ expected, input }: z.core.$ZodIssueInvalidType): string =>
  expected === "string" && (typeof input === "number" || typeof input === "boolean")
    ? " Put it in quotes."
    : "";

const FORMATS: Readonly<Record<string, string>> = {
  datetime: "a date and time in UTC, such as 2026-12-31T18:00:00Z",
};
