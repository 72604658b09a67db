import type { MayHaveCharged } from "@klingkit/spec/core";
import type { Exchange } from "../exchange.ts";
import { idsOf } from "../send.ts";

/** What an error of a paid call says about money, and the way to find out, in full sentences. */
export function describeCharge({ operation, input, protocol }: Exchange, charged: MayHaveCharged): string {
  if (charged === "unknown") return protocol.describeUnclear(operation, idsOf(input).externalTaskId);
  const isTask = operation.answer === "task";
  if (charged === "no") return isTask ? "No task was created." : "Nothing was charged.";
  return isTask ? "A task was created." : "You were charged.";
}
