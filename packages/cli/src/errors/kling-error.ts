import type { ErrorDetails } from "./cli-error.ts";
import { EXIT, exitCodeOf } from "./exit-code.ts";
import type { Failure } from "./to-failure.ts";

/** The part of the SDK's errors that is read here; by shape, so that mapping an error never loads the SDK. */
export interface KlingErrorShape extends Error {
  readonly code: string;
  readonly mayHaveCharged?: string;
  readonly serviceCode?: number;
  readonly status?: number;
  readonly requestId?: string;
  readonly taskId?: string;
  readonly externalTaskId?: string;
  readonly option?: string;
  readonly reason?: string;
}

export function isKlingError(error: unknown): error is KlingErrorShape {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    error.code.startsWith("KLING_")
  );
}

const BY_SERVICE_CODE: Readonly<Record<number, string>> = {
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
const BY_KLING_CODE: Readonly<Record<string, string>> = {
  KLING_TIMEOUT: "timeout",
  KLING_CONNECTION: "connection_error",
  KLING_RESPONSE: "response_error",
  KLING_RESULT_MISSING: "response_error",
  KLING_ABORTED: "interrupted",
  KLING_AUTHENTICATION: "invalid_api_key",
  KLING_INVALID_REQUEST: "invalid_request",
  KLING_INSUFFICIENT_BALANCE: "quota_exceeded",
  KLING_RATE_LIMIT: "rate_limit",
  KLING_PERMISSION: "permission_denied",
  KLING_SERVER: "server_error",
  KLING_NOT_FOUND: "task_not_found",
  KLING_CONFIG: "invalid_request",
};

/** Downloads that failed on this machine's side. */
const WRITE_CODES = ["KLING_DOWNLOAD_DISK_FULL", "KLING_DOWNLOAD_WRITE_FAILED", "KLING_DOWNLOAD_BAD_PATH"];

/** Error code of the CLI for an error of the SDK. */
export function codeOfKlingError(
  error: Pick<KlingErrorShape, "code" | "message" | "serviceCode" | "option">,
): string {
  const { serviceCode, message } = error;
  if (error.code === "KLING_DUPLICATE_EXTERNAL_ID") return "duplicate_external_id";
  if (error.code === "KLING_TASK_EXPIRED") return "task_not_found";
  if (WRITE_CODES.includes(error.code)) return "write_error";
  if (serviceCode === 1201 && /Task not found/i.test(message)) return "task_not_found";
  if (error.code === "KLING_CONFIG" && /credential|apiKey|accessKey/i.test(error.option ?? ""))
    return "auth_error";
  if (error.code.startsWith("KLING_DOWNLOAD_")) return "download_error";
  if (error.code === "KLING_MEDIA_NOT_FOUND") return "image_not_found";
  if (error.code.startsWith("KLING_MEDIA_")) return "image_read_error";
  return (
    (serviceCode === undefined ? undefined : BY_SERVICE_CODE[serviceCode]) ??
    BY_KLING_CODE[error.code] ??
    "api_error"
  );
}

/** Ids that must never be lost with an error. */
export function idsOf(error: KlingErrorShape): ErrorDetails {
  const { taskId, externalTaskId, requestId } = error;
  return {
    ...(taskId === undefined ? {} : { task_id: taskId }),
    ...(externalTaskId === undefined ? {} : { external_task_id: externalTaskId }),
    ...(requestId === undefined ? {} : { request_id: requestId }),
  };
}

export function describeKlingError(error: KlingErrorShape): Failure {
  const code = codeOfKlingError(error);
  const isOurInput =
    error.name === "KlingMediaError" || (error.name === "KlingConfigError" && code !== "auth_error");
  const exitCode = isOurInput ? EXIT.usage : exitCodeOf(code);
  return { code, message: error.message, exitCode, details: idsOf(error) };
}
