import { creditsOf, type HiggsfieldCreate } from "@klingkit/spec/higgsfield";
import type { Reply } from "../../server/call.ts";
import { refuse, refuseWith, reply } from "../envelope.ts";
import type { HiggsfieldState } from "../state.ts";
import { checkBody } from "../submit/check-body.ts";
import { textOf } from "../texts.ts";

/** What `POST /estimate/…` answers: amounts as text, or words where the price follows an input that the body does not tell. */
export function answerEstimate(
  { settings, era }: HiggsfieldState,
  endpoint: HiggsfieldCreate,
  text: string,
): Reply {
  if (!era.hasEstimate || settings.switches.estimates === "missing") {
    // As one integrator found it on 2026-09-18.
    return refuseWith(refuse(404, textOf("estimateNotFound")));
  }
  const checked = checkBody(endpoint, text, settings);
  if ("refusal" in checked) return refuseWith(checked.refusal);
  const estimate = endpoint.estimate(checked.body);
  if (estimate.isKnown) {
    return reply(200, { credits: creditsOf(estimate.usd).toFixed(3), usd: estimate.usd.toFixed(3) });
  }
  // The words are ours. INF
  return reply(200, {
    type: "description",
    pricing_description: `Price depends on the input: ${estimate.reason}`,
  });
}
