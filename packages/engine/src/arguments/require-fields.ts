import { ConfigError } from "klingkit";

/** For callers without types. Throws ConfigError, which names what is missing: JavaScript's own error names our code. */
export function requireFields(callee: string, options: unknown, fields: readonly string[]): void {
  const given: Readonly<Record<string, unknown>> = isFields(options) ? options : {};
  const missing = fields.filter((field) => given[field] === undefined || given[field] === null);
  if (isFields(options) && missing.length === 0) return;
  const what = isFields(options) ? `needs ${missing.join(", ")}` : `takes its options as an object`;
  throw new ConfigError({
    option: isFields(options) ? (missing[0] ?? "options") : "options",
    message: `${callee} ${what}, such as ${callee}({ ${fields.join(", ")} }). Nothing was sent.`,
  });
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
