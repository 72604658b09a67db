import { isJsonObject, mayHaveChargedByStatus } from "@klingkit/spec/core";
import { type EraId, findHiggsfieldError, HIGGSFIELD_HEADERS } from "@klingkit/spec/higgsfield";
import { reasonOfStatus } from "../core/errors/refusal-reason.ts";
import type { RawAnswer, Reading, Refusal } from "../core/service-protocol.ts";

/** Reads an answer: bare JSON when all is well, `{ detail, code? }` when not. The id of the call is in a header. */
export function readHiggsfieldAnswer({ status, headers, value }: RawAnswer, era: EraId): Reading {
  const requestId = headers.get(HIGGSFIELD_HEADERS.correlationId) ?? undefined;
  if (status < 400) return { kind: "data", data: value, requestId };
  const serviceMessage = detailOf(value);
  const code = isJsonObject(value) && typeof value["code"] === "string" ? value["code"] : undefined;
  const judged = judge({ status, code, detail: serviceMessage, era });
  return {
    kind: "refusal",
    refusal: { ...judged, serviceCode: code, serviceMessage, requestId, data: value },
  };
}

interface Refused {
  readonly status: number;
  readonly code: string | undefined;
  readonly detail: string;
  readonly era: EraId;
}

function judge({
  status,
  ...refused
}: Refused): Pick<Refusal, "reason" | "code" | "isRetryable" | "mayHaveCharged" | "meaning" | "remedy"> {
  const row = findHiggsfieldError({ httpStatus: status, ...refused });
  if (!row)
    return {
      reason: reasonOfStatus(status),
      isRetryable: status >= 500 || status === 408,
      mayHaveCharged: mayHaveChargedByStatus(status),
    };
  const { class: reason, isRetryable, mayHaveCharged, meaning, remedy } = row;
  const judged = { isRetryable, mayHaveCharged, meaning, remedy };
  if (reason !== "idempotency-mismatch") return { reason, ...judged };
  return { reason: "invalid-request", code: "KLINGKIT_IDEMPOTENCY_MISMATCH", ...judged };
}

/** A sentence, or FastAPI's list of findings: `body.duration: field required`. Empty where there is none. */
function detailOf(value: unknown): string {
  const detail = isJsonObject(value) ? value["detail"] : undefined;
  if (typeof detail === "string") return detail;
  if (!Array.isArray(detail)) return "";
  return detail.map(findingOf).filter(Boolean).join("; ");
}

function findingOf(finding: unknown): string {
  if (!isJsonObject(finding)) return "";
  const { loc, msg } = finding;
  const place = Array.isArray(loc) ? loc.map(String).join(".") : "";
  const words = typeof msg === "string" ? msg : "";
  return place === "" ? words : `${place}: ${words}`;
}
