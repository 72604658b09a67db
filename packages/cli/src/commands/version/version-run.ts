import type { Deps } from "../../deps.ts";
import { type OutputOptions, toJson } from "../../terminal/output.ts";
import { VERSION } from "../../version.ts";

/** Prints the version alone, for scripts; JSON only where it is asked for. */
export function runVersion({ json }: OutputOptions, { io }: Deps): void {
  io.stdout.write(json ? toJson({ success: true, version: VERSION }) : `${VERSION}\n`);
}
