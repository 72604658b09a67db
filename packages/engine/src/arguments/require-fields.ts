import { ConfigError } from "klingkit";
import { isFields } from "./is-fields.ts";
import { type KnownNames, refuseUnknown } from "./refuse-unknown.ts";

interface Fields {
  readonly needs: readonly string[];
  readonly known: KnownNames;
}

/** For callers without types. Throws ConfigError, which names what is missing or unknown: JavaScript's own error names our code. */
export function requireFields(callee: string, options: unknown, { needs, known }: Fields): void {
  const given: Readonly<Record<string, unknown>> = isFields(options) ? options : {};
  const missing = needs.filter((field) => given[field] === undefined || given[field] === null);
  if (isFields(options)) refuseUnknown(callee, options, known);
  if (isFields(options) && missing.length === 0) return;
  const what = isFields(options) ? `needs ${missing.join(", ")}` : `takes its options as an object`;
  throw new ConfigError({
    option: isFields(options) ? (missing[0] ?? "options") : "options",
    message: `${callee} ${what}, such as ${callee}({ ${needs.join(", ")} }). Nothing was sent.`,
  });
}
