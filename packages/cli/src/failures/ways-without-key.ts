import type { Command } from "commander";
import { pathOf } from "../command-path.ts";
import type { Deps } from "../deps.ts";
import { readHiggsfieldKey } from "../session/higgsfield-settings.ts";
import { readSettings } from "../session/settings.ts";

/** What a person can do who has no key yet, or one of the other service, with the command that was typed: only what it takes. */
export async function waysWithoutKey(deps: Deps, command: Command): Promise<string> {
  const path = pathOf(command);
  const hasOption = (name: string) => command.options.some(({ long }) => long === name);
  const isAtHiggsfield = (await readHiggsfieldKey(deps, readSettings(deps, {}))) !== undefined;
  if (isAtHiggsfield && READS_TASKS.test(path))
    return `Only a key of Higgsfield is set, and \`${path}\` asks Kling. ${FOR_REQUESTS}`;
  if (isAtHiggsfield && hasOption("--service") && hasOption("--approve"))
    return `Only a key of Higgsfield is set, and \`${path}\` buys at Kling. To buy at Higgsfield, add \`--service higgsfield\`.`;
  return `Without a key: ${waysOf(path, hasOption)}`;
}

/** Commands that ask Kling for tasks, whatever made them. */
const READS_TASKS = / (list|tasks|status|download|wait)$/;
const FOR_REQUESTS =
  "Higgsfield has no list of requests: `kling jobs` shows those that klingkit made, and `kling jobs adopt REQUEST_ID` adds others.";

function waysOf(path: string, hasOption: (name: string) => boolean): string {
  if (path === "kling run")
    return "`--emulated` runs it on this machine, and `kling plan FILE` shows its price.";
  if (hasOption("--emulated"))
    return "`--emulated` uses the emulator and the jobs of `kling run --emulated`.";
  return hasOption("--dry-run")
    ? "`kling emulator`, `kling demo`, or --dry-run."
    : "`kling emulator`, or `kling demo`.";
}
