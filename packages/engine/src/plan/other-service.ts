import { ceilingOf, usdNumber } from "@klingkit/spec";
import type { PlannedJob } from "./plan.ts";
import type { JudgedItem, RequestItem, RequestPlanner } from "./request-planner.ts";

/**
 * Names another service that takes the request as it is, after the last reason why this one refuses it. Which service makes a video
 * is never changed unasked: price, unit and limits are others.
 */
export async function withOtherService(
  judged: JudgedItem,
  item: RequestItem,
  others: readonly RequestPlanner[],
): Promise<JudgedItem> {
  const { job, found } = judged;
  if (found.length === 0 && (job?.issues ?? []).length === 0) return judged;
  // A name that is misspelt: elsewhere it would be sent as plain text, and paid for.
  if (job?.issues.some(({ rule }) => rule === "placeholder")) return judged;
  const offer = await findOffer(item, others);
  if (!offer) return judged;
  const advice = adviceOf(offer);
  // Where there is both, a person reads `found` first.
  if (found.length > 0) return { ...judged, found: found.with(-1, advised(found.at(-1), advice)) };
  if (!job) return judged;
  return { ...judged, job: { ...job, issues: job.issues.with(-1, advised(job.issues.at(-1), advice)) } };
}

/** The first that can be sent. */
async function findOffer(
  item: RequestItem,
  planners: readonly RequestPlanner[],
): Promise<PlannedJob | undefined> {
  for (const planner of planners) {
    // Inputs that cannot be read are told by the service that was asked for.
    const offers = await planner.offers(item).catch(() => []);
    const offer = offers.find(({ issues }) => issues.length === 0);
    if (offer) return offer;
  }
  return undefined;
}

function adviceOf({ service, model, routeId, estimate }: PlannedJob): string {
  const price = ceilingOf(estimate);
  const cost = price ? ` for US$ ${usdNumber(price.usd)} at list price` : "";
  return `${routeId} takes it${cost}: to use it, set \`service: ${service}\` and \`model: ${model}\`.`;
}

function advised<Finding extends { readonly message: string }>(
  finding: Finding | undefined,
  advice: string,
): Finding {
  if (!finding) throw new RangeError("there is nothing to give advice on");
  return { ...finding, message: `${finding.message} ${advice}` };
}
