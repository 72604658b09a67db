import { findErrorRow, mayHaveChargedByStatus } from "@klingkit/spec";
import { type RefusalReason, reasonOfStatus } from "../../core/errors/refusal-reason.ts";
import type { Refusal } from "../../core/service-protocol.ts";

export interface Refused {
  readonly status: number;
  /** Business code of the envelope. */
  readonly code: number | undefined;
  readonly serviceMessage: string;
  /** A gateway says that its own customer has to pay. */
  readonly isOutOfFunds: boolean;
}

export type Judgement = Pick<Refusal, "reason" | "isRetryable" | "mayHaveCharged" | "meaning" | "remedy">;

/** Reason, retry and charge come from spec's table of business codes; the HTTP status is the second choice. */
export function judgeRefusal({ status, code, serviceMessage, isOutOfFunds }: Refused): Judgement {
  const row = code === undefined ? undefined : findErrorRow(code);
  if (row && row.class !== "ok") {
    const { class: reason, code: _code, httpStatus: _status, ...judged } = row;
    return { reason, ...judged, ...refine(reason, serviceMessage) };
  }
  return {
    reason: isOutOfFunds ? "insufficient-balance" : reasonOfStatus(status),
    // A 429 with a code that the table does not list may be one of the permanent ones.
    isRetryable: !isOutOfFunds && (status >= 500 || status === 408 || (status === 429 && code === undefined)),
    mayHaveCharged: mayHaveChargedByStatus(status),
    remedy: isOutOfFunds ? "top up where the request was refused, which may be a gateway" : undefined,
  };
}

/** 1201 carries three outcomes; only the words tell them apart. @source LIVE 2026-09-20 (SERVICE_MESSAGES) */
function refine(reason: RefusalReason, serviceMessage: string): Partial<Judgement> {
  if (reason !== "invalid-request") return {};
  if (/^task not found\b/i.test(serviceMessage))
    return {
      reason: "not-found",
      meaning: "no such task",
      remedy: "check the id, the region and the account",
    };
  if (/^external_task_id\b.*\balready exists\b/i.test(serviceMessage))
    return {
      reason: "duplicate-external-id",
      meaning: "the external id is taken",
      remedy: "look the task up by its external id",
    };
  return {};
}
