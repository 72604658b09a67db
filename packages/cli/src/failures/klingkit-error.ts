import type { ErrorDetails } from "../errors/cli-error.ts";
import type { ErrorCode } from "../errors/codes/error-codes.ts";
import { EXIT, exitCodeOf } from "../errors/exit-code.ts";
import type { Failure } from "./failure.ts";

/** The part of the SDK's errors that is read here; by shape, so that mapping an error never loads the SDK. */
export interface SdkErrorShape extends Error {
  readonly code: string;
  readonly mayHaveCharged?: string;
  readonly serviceCode?: number | string;
  readonly status?: number;
  readonly requestId?: string;
  readonly taskId?: string;
  readonly externalTaskId?: string;
  readonly option?: string;
  readonly reason?: string;
}

export function isSdkError(error: unknown): error is SdkErrorShape {
  return error instanceof Error && "code" in error && typeof error.code === "string" && isSdkCode(error.code);
}

/** A code of the SDK, kept with a job; stores written before version 0.2 begin them with `KLING_`. */
const SDK_CODE = /^KLING(?:KIT)?_/;

/** Whether a code that was kept with a job is the SDK's, and not the engine's. */
export function isSdkCode(code: string): boolean {
  return SDK_CODE.test(code);
}

const BY_SERVICE_CODE: Readonly<Record<number, ErrorCode>> = {
  1000: "invalid_api_key",
  1001: "invalid_api_key",
  1002: "invalid_api_key",
  1003: "invalid_api_key",
  1004: "invalid_api_key",
  1100: "quota_exceeded",
  1101: "quota_exceeded",
  1102: "quota_exceeded",
  1103: "permission_denied",
  1200: "invalid_request",
  1201: "invalid_request",
  1202: "not_found",
  1203: "not_found",
  1300: "content_policy",
  1301: "content_policy",
  1302: "rate_limit",
  1303: "rate_limit",
  1304: "ip_not_allowed",
  5000: "server_error",
  5001: "server_error",
  5002: "server_error",
};

/** The SDK's own codes, which the engine keeps with a job; a class may have several. */
const BY_SDK_CODE: Readonly<Record<string, ErrorCode>> = {
  KLINGKIT_TIMEOUT: "timeout",
  KLINGKIT_CONNECTION: "connection_error",
  KLINGKIT_RESPONSE: "response_error",
  KLINGKIT_RESULT_MISSING: "response_error",
  KLINGKIT_ABORTED: "interrupted",
  KLINGKIT_AUTHENTICATION: "invalid_api_key",
  KLINGKIT_INVALID_REQUEST: "invalid_request",
  KLINGKIT_INSUFFICIENT_BALANCE: "quota_exceeded",
  KLINGKIT_RATE_LIMIT: "rate_limit",
  KLINGKIT_PERMISSION: "permission_denied",
  KLINGKIT_SERVER: "server_error",
  KLINGKIT_NOT_FOUND: "task_not_found",
  KLINGKIT_CONFIG: "invalid_request",
};

/** Downloads that failed on this machine's side. */
const WRITE_CODES = [
  "KLINGKIT_DOWNLOAD_DISK_FULL",
  "KLINGKIT_DOWNLOAD_WRITE_FAILED",
  "KLINGKIT_DOWNLOAD_BAD_PATH",
];

/** Error code of the CLI for an error of the SDK. */
export function codeOfSdkError(
  error: Pick<SdkErrorShape, "code" | "message" | "serviceCode" | "option">,
): ErrorCode {
  const { serviceCode, message } = error;
  const code = error.code.replace(SDK_CODE, "KLINGKIT_");
  if (code === "KLINGKIT_DUPLICATE_EXTERNAL_ID") return "duplicate_external_id";
  if (code === "KLINGKIT_TASK_EXPIRED") return "task_not_found";
  if (WRITE_CODES.includes(code)) return "write_error";
  if (serviceCode === 1201 && /Task not found/i.test(message)) return "task_not_found";
  if (code === "KLINGKIT_CONFIG" && /credential|apiKey|accessKey/i.test(error.option ?? ""))
    return "auth_error";
  if (code.startsWith("KLINGKIT_DOWNLOAD_")) return "download_error";
  if (code === "KLINGKIT_MEDIA_NOT_FOUND") return "image_not_found";
  if (code.startsWith("KLINGKIT_MEDIA_")) return "image_read_error";
  return (
    (typeof serviceCode === "number" ? BY_SERVICE_CODE[serviceCode] : undefined) ??
    BY_SDK_CODE[code] ??
    "api_error"
  );
}

/** Ids that must never be lost with an error. */
export function idsOf(error: SdkErrorShape): ErrorDetails {
  const { taskId, externalTaskId, requestId } = error;
  return {
    ...(taskId === undefined ? {} : { task_id: taskId }),
    ...(externalTaskId === undefined ? {} : { external_task_id: externalTaskId }),
    ...(requestId === undefined ? {} : { request_id: requestId }),
  };
}

export function describeSdkError(error: SdkErrorShape): Failure {
  const code = codeOfSdkError(error);
  const isOurInput = error.name === "MediaError" || (error.name === "ConfigError" && code !== "auth_error");
  const exitCode = isOurInput ? EXIT.usage : exitCodeOf(code);
  const { mayHaveCharged } = error;
  const charge = mayHaveCharged === undefined ? {} : { may_have_charged: mayHaveCharged };
  return { code, message: error.message, exitCode, details: { ...idsOf(error), ...charge } };
}
