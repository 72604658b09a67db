import { isEmbeddedAccount } from "../session/embedded-account.ts";
import { type Meaning, runCommand } from "../session/next-commands.ts";
import type { StoreOptions } from "../session/store-address.ts";
import { countOf } from "../terminal/count-of.ts";
import { namesOf } from "./remedy.ts";

/** Requests of a batch file that no job is of. */
export interface NotRun {
  /** The batch or plan file, as it was named. */
  readonly file: string;
  readonly names: readonly string[];
  /** Buys them, and nothing that was bought. */
  readonly command: string;
}

interface RanBefore extends StoreOptions {
  /** Flags with which the others were run. */
  readonly meaning: Meaning;
  /** Of the jobs that were run. */
  readonly account: string;
  /** What brings files to their folder. */
  readonly folderFlag: string;
}

/** Undefined where each request was run. */
export function notRunOf(
  file: string,
  names: readonly string[],
  { store, meaning, account, folderFlag }: RanBefore,
): NotRun | undefined {
  if (names.length === 0) return undefined;
  const emulated = isEmbeddedAccount(account);
  const command = `${runCommand(file, { ...meaning, emulated, ...(store === undefined ? {} : { store }) })}${folderFlag}`;
  return { file, names, command };
}

/** `1 request of b.yaml was not run: wolf.` */
export const notRunText = ({ file, names }: NotRun): string =>
  `${countOf(names.length, "request")} of ${file} ${names.length === 1 ? "was" : "were"} not run: ${namesOf(names.map((name) => ({ name })))}.`;
