import type { Deps } from "../../deps.ts";
import { type OutputOptions, printJson } from "../../terminal/output.ts";
import { VERSION } from "../../version.ts";

/** Prints the version alone, for scripts; JSON only where it is asked for. */
export function runVersion({ json }: OutputOptions, deps: Deps): void {
  if (json) printJson(deps, { success: true, version: VERSION });
  else deps.io.stdout.write(`${VERSION}\n`);
}
