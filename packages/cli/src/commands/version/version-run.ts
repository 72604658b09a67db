import type { Deps } from "../../deps.ts";
import { VERSION } from "../../version.ts";

/** Prints the version alone, for scripts. */
export function runVersion(_: unknown, { io }: Deps): void {
  io.stdout.write(`${VERSION}\n`);
}
