import type { MayHaveCharged } from "@klingkit/spec";

/** What an error of a create says about money, and the way to find out. Without the caller's id only the list can tell. */
export function chargeText(mayHaveCharged: MayHaveCharged, externalTaskId: string | undefined): string {
  if (mayHaveCharged === "no") return "No task was created";
  if (mayHaveCharged === "yes") return "A task was created";
  const where =
    externalTaskId === undefined ? "look in the list of tasks" : `look up the external id ${externalTaskId}`;
  return `A task may have been created: ${where} before you try again`;
}
