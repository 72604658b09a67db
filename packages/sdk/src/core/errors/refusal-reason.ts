import type { ErrorClass } from "@klingkit/spec/core";

/** Why a service refused, in the same words for every service; `unknown` where neither code nor status says. */
export type RefusalReason = ErrorClass | "duplicate-external-id" | "unknown";

const BY_STATUS: Readonly<Record<number, RefusalReason>> = {
  400: "invalid-request",
  401: "authentication",
  403: "permission",
  404: "not-found",
  429: "rate-limit",
};

/** What an HTTP status means where the answer says nothing else. */
export const reasonOfStatus = (status: number): RefusalReason =>
  status >= 500 ? "server" : (BY_STATUS[status] ?? "unknown");
