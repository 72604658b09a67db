import type { Deps } from "../deps.ts";
import { asksForJson } from "./asks-for-json.ts";

/** Asks on the terminal; anything but yes is no. */
export async function confirm({ io, signal }: Deps, question: string): Promise<boolean> {
  io.stderr.write(`${question} [y/N] `);
  return /^y(es)?$/i.test((await io.stdin.readLine(signal)).trim());
}

/** True when a person sits in front: a program is never asked. */
export const canAsk = ({ io, argv }: Deps): boolean =>
  io.stdin.isTty && io.stdout.isTty && io.stderr.isTty && !asksForJson(argv);
