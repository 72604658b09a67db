import { findErrorRow, SUCCESS_CODE, SUCCESS_MESSAGE } from "@klingkit/spec";
import type { Reply } from "../server/call.ts";

/** @source LIVE (responses are JSON; the exact header is INF) */
export const JSON_CONTENT_TYPE = "application/json;charset=utf-8";

/** A refusal in the service's words. */
export interface Refusal {
  /** Business code; the error table gives its HTTP status. */
  readonly code: number;
  readonly message: string;
}

/** HTTP 500: what was asked for may have happened. */
export const INTERNAL_ERROR = 5000;

export const refuse = (code: number, message: string): Refusal => ({ code, message });

/** HTTP 400; the code for a body that is no JSON is not recorded. INF */
export const UNREADABLE_BODY = 1200;

/**
 * `data` is JSON text already: tasks are rendered once and sent often. Deletions answer without it, which is undefined.
 * @source DOC, LIVE (envelope); LIVE 2026-09-20 (no `data`)
 */
export function succeedWith(requestId: string, data: string | undefined): Reply {
  const rest = data === undefined ? "" : `,"data":${data}`;
  return {
    status: 200,
    body: `{"code":${SUCCESS_CODE},"message":"${SUCCESS_MESSAGE}","request_id":"${requestId}"${rest}}`,
  };
}

/** Errors have no `data`. @source DOC (1303 sample), LIVE */
export function refuseWith(requestId: string, { code, message }: Refusal): Reply {
  return {
    status: findErrorRow(code)?.httpStatus ?? 400,
    body: JSON.stringify({ code, message, request_id: requestId }),
  };
}
