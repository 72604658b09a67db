import { usageError } from "../errors/cli-error.ts";

/** What `--by` says; an empty variable of a script must not become a yes of somebody else. */
export function nameGiven({ by }: { readonly by?: string }): string | undefined {
  const name = by?.trim();
  if (name === "") throw usageError("usage_error", "--by: the name is empty.");
  return name;
}
