import { externalIdMistake } from "@klingkit/spec";
import { usageError } from "../errors/cli-error.ts";

/** An empty one is a variable that was not set: the service would take it for none. */
export function checkExternalId(externalId: string | undefined): void {
  const mistake = externalId === undefined ? undefined : externalIdMistake(externalId);
  if (mistake === undefined) return;
  throw usageError("invalid_external_id", `--external-id ${mistake} Nothing was sent.`);
}
