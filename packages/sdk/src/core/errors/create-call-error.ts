import type { MayHaveCharged } from "@klingkit/spec/core";
import { contextOf, type Exchange } from "../exchange.ts";
import { redact } from "../redact.ts";
import { AbortError } from "./abort-error.ts";
import type { CallPhase } from "./call-phase.ts";
import { ConnectionError } from "./connection-error.ts";
import { describeCharge } from "./describe-charge.ts";
import type { KlingkitError } from "./klingkit-error.ts";
import { TimeoutError } from "./timeout-error.ts";

/** A call that ended without a readable answer. */
export interface BrokenCall {
  readonly exchange: Exchange;
  readonly phase: CallPhase;
  readonly elapsedMs: number;
  readonly cause: unknown;
  readonly isTimeout: boolean;
  readonly isAborted: boolean;
}

/** Codes of failures before the first byte of the request has left; a certificate is judged before that, too. */
const NOTHING_SENT =
  /^(ECONNREFUSED|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|UND_ERR_CONNECT_TIMEOUT)$|SIGNED_CERT|CERT_HAS_EXPIRED|CERT_ALTNAME|LEAF_SIGNATURE/;

/** A network that goes away under an open connection reports some of the same codes, from these calls. */
const AFTER_CONNECT = /^(read|write)$/;

/** Chooses between time-out, abort and connection error, and says whether money may have been spent. */
export function createCallError(call: BrokenCall): KlingkitError {
  const { exchange, phase, elapsedMs, cause, isTimeout, isAborted } = call;
  const { operation, protocol } = exchange;
  const { code: systemCode, syscall } = systemErrorOf(cause) ?? {};
  const isRefused =
    systemCode !== undefined && NOTHING_SENT.test(systemCode) && !AFTER_CONNECT.test(syscall ?? "");
  const wasSent = phase !== "before-send" && !isRefused;
  const mayHaveCharged: MayHaveCharged = operation.effect === "spends" && wasSent ? "unknown" : "no";
  const common = {
    phase,
    elapsedMs,
    mayHaveCharged,
    ...contextOf(exchange),
    cause,
  };
  const next = operation.effect === "spends" ? ` ${describeCharge(exchange, mayHaveCharged)}` : "";
  const call_ = `${operation.method} ${operation.path}`;
  if (isTimeout)
    return new TimeoutError({
      ...common,
      isRetryable: true,
      message: `${call_}: no complete response within ${elapsedMs} ms.${next}`,
    });
  if (isAborted)
    return new AbortError({
      ...common,
      isRetryable: false,
      message: `${call_} was aborted by the caller.${next}`,
    });
  const why = redact(cause instanceof Error ? cause.message : String(cause), { secrets: protocol.secrets });
  return new ConnectionError({
    ...common,
    isRetryable: true,
    message: `${call_}: no response from ${protocol.baseUrl} (${systemCode ?? why}).${next}${isRefused ? " Check the network and the base URL." : ""}`,
  });
}

interface SystemError {
  readonly code: string;
  readonly syscall: string | undefined;
}

/** `fetch failed` hides the reason in its cause, sometimes two levels deep. */
export function systemErrorOf(error: unknown, depth = 0): SystemError | undefined {
  if (typeof error !== "object" || error === null || depth > 3) return undefined;
  if ("code" in error && typeof error.code === "string") {
    const syscall = "syscall" in error && typeof error.syscall === "string" ? error.syscall : undefined;
    return { code: error.code, syscall };
  }
  return "cause" in error ? systemErrorOf(error.cause, depth + 1) : undefined;
}
