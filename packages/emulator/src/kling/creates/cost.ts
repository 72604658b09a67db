import type { Outcome } from "@klingkit/spec";
import type { Cost } from "../../world/accounts/units.ts";
import { assumedSeconds } from "./assumed-seconds.ts";
import { type CreateRequest, videoPartOf } from "./create-request.ts";
import { EXTENSION, extensionUnits } from "./video-extend.ts";

/** What a create that could be read will bring and occupy; undefined for others. */
export function outcomeOf({
  operation,
  check,
}: Pick<CreateRequest, "operation" | "check">): Outcome | undefined {
  return check.facts && operation.outcome(check.facts, check.row);
}

/** What a create will cost; 0 where the price list has no entry (retired models only). */
export function costOf(request: Pick<CreateRequest, "operation" | "check" | "state" | "parent">): Cost {
  const { operation, check, state, parent } = request;
  if (!check.facts) return { unit: "video", units: 0 };
  const video = videoPartOf(request);
  const inputVideoSeconds = video && assumedSeconds(video.facts, video.row, state.settings.switches);
  const estimate = operation.estimate(check.facts, check.row, { inputVideoSeconds });
  if (estimate.isKnown) return estimate;
  const unit = estimate.ceiling?.unit ?? "video";
  if (operation.id === EXTENSION.operationId && parent) return { unit, units: extensionUnits(parent.plan) };
  return { unit, units: 0 };
}
