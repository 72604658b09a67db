import type { MayHaveCharged } from "@klingkit/spec/core";
import type { Call, ServiceProtocol } from "../service-protocol.ts";

/** A paid call whose end is described. */
export interface ChargedCall {
  readonly operation: Call;
  readonly protocol: Pick<ServiceProtocol, "describeUnclear">;
  readonly externalTaskId: string | undefined;
}

/** What an error of a paid call says about money, and the way to find out, in full sentences. */
export function describeCharge(
  { operation, protocol, externalTaskId }: ChargedCall,
  mayHaveCharged: MayHaveCharged,
): string {
  if (mayHaveCharged === "unknown") return protocol.describeUnclear(operation, externalTaskId);
  const isTask = operation.answer === "task";
  if (mayHaveCharged === "no") return isTask ? "No task was created." : "Nothing was charged.";
  return isTask ? "A task was created." : "You were charged.";
}
