import type { Job } from "@klingkit/engine";
import { nextTryText, PAUSE_WORDS } from "./pool-news.ts";

/**
 * Why a job that was approved is not sent now, where nobody need do anything: `for a free slot (kling-3.0)`.
 * A refusal for now is no failure, so that its raw message is left to the data. Undefined for all other jobs.
 */
export function waitText(
  { state, waitsFor, model, needs = [], error, nextAtMs, pause }: Job,
  nowMs: number,
): string | undefined {
  if (state !== "approved" || waitsFor === "pool" || waitsFor === "budget") return undefined;
  if (waitsFor === "parent") return `for ${needs.map(({ name }) => name).join(", ")}`;
  // Those behind the one that was refused wait for the same.
  if (waitsFor === "slot" && (pause?.why === "rate" || pause?.why === "unreachable"))
    return `${PAUSE_WORDS[pause.why]}${nextTryText(pause.nextTryAtMs, nowMs)}`;
  const remedy = waitsFor === "slot" ? "slot" : error?.remedy;
  switch (remedy) {
    case "slot":
      return `for a free slot (${model})`;
    case "rate":
    case "unreachable":
      return `${PAUSE_WORDS[remedy]}${nextTryText(nextAtMs, nowMs)}`;
    case "later":
      return `service busy${nextTryText(nextAtMs, nowMs)}`;
    default:
      return undefined;
  }
}
