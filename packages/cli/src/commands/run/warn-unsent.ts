import { type Engine, type Plan, type PlanPreview, sortEarlier } from "@klingkit/engine";
import { unsentText } from "../../jobs/plan-preview.ts";
import { namesOf } from "../../jobs/remedy.ts";
import { commandAt, type Place } from "../../session/next-commands.ts";

interface BoughtAgain {
  readonly plan: Plan;
  /** With `--again`. */
  readonly preview: PlanPreview;
  readonly place: Place;
}

/** What an earlier run approved and did not send is bought beside all that --again buys, by whoever continues that run. */
export async function warnUnsent(
  engine: Pick<Engine, "preview">,
  { plan, preview, place }: BoughtAgain,
): Promise<readonly { readonly message: string }[]> {
  // An --again that was interrupted is only continued.
  if (preview.toBuy.jobs.length < plan.jobs.length) return [];
  const { unsent } = sortEarlier(await engine.preview(plan, { continues: true }));
  const [first] = unsent;
  if (first === undefined) return [];
  const [they, them] = unsent.length === 1 ? ["It is", "it"] : ["They are", "each"];
  const message = `There ${unsent.length === 1 ? "is" : "are"} ${unsentText(unsent)}: ${namesOf(unsent)}. ${they} bought beside what --again buys. To give ${them} up, run \`${commandAt(`kling jobs cancel ${first.id}`, place)}\`.`;
  return [{ message }];
}
