import { checkCreate, isJsonObject, type Warning, type WriteOperation } from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import { refuseUnknown } from "../core/refuse-unknown.ts";
import type { CallOptions } from "../core/send.ts";
import type { KlingCore } from "./kling-core.ts";
import { refuse } from "./refuse.ts";

export type WriteOptions = CallOptions;

const WRITE_OPTIONS: KeysOf<WriteOptions> = { signal: true, timeoutMs: true };

/** The answer to a call that changes something and costs nothing. */
export interface WriteAnswer {
  /** `data` as it came; the service leaves it out of some answers (deletions), which gives undefined. */
  readonly data: unknown;
  readonly requestId: string | undefined;
  readonly warnings: readonly Warning[];
}

/** What `write` checks before it sends a body. Throws InvalidRequestError when a rule is broken. */
export function checkWrite(
  operation: WriteOperation,
  body: object,
  { isLocalService }: Pick<KlingCore, "isLocalService">,
): readonly Warning[] {
  const { issues, warnings } = checkCreate(operation, body, { isLocalService });
  if (issues.length > 0) throw refuse(operation, issues);
  return warnings;
}

/**
 * Checks a body and sends it once. Costs nothing. Throws InvalidRequestError before any byte leaves when a rule is
 * broken. After a lost answer nobody knows whether the change was made: read what it was about before you send it again.
 */
export async function sendWrite(
  core: KlingCore,
  operation: WriteOperation,
  body: object,
  options: WriteOptions = {},
): Promise<WriteAnswer> {
  refuseUnknown(options, WRITE_OPTIONS, "write");
  const warnings = checkWrite(operation, body, core);
  const { data, requestId } = await core.send(operation, {
    body: isJsonObject(body) ? body : {},
    signal: options.signal,
    timeoutMs: options.timeoutMs,
  });
  return { data, requestId, warnings };
}
