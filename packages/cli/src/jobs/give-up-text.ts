import type { JobName } from "@klingkit/engine";
import { commandAt, type Place } from "../session/next-commands.ts";

/** IDs in a command that is printed. */
const MOST_IDS = 10;

/** How jobs that are not sent are given up. `arePart`: the sentence before is about more jobs. Default false. */
export function giveUpText(jobs: readonly Pick<JobName, "id">[], place: Place, arePart = false): string {
  const isMany = jobs.length > MOST_IDS;
  const ids = (isMany ? jobs.slice(0, 1) : jobs).map(({ id }) => id).join(" ");
  const them = jobs.length === 1 ? "it" : isMany ? "one" : "them";
  const what = arePart && !isMany ? "up what was not sent" : `${them} up`;
  return `To give ${what}, run \`${commandAt(`kling jobs cancel ${ids}`, place)}\`.`;
}
