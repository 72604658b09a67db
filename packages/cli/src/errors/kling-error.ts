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

const BY_CLASS: Readonly<Record<string, string>> = {
  KlingTimeoutError: "timeout",
  KlingConnectionError: "connection_error",
  KlingResponseError: "response_error",
  KlingAbortError: "interrupted",
  KlingDownloadError: "download_error",
  KlingAuthenticationError: "invalid_api_key",
  KlingInvalidRequestError: "invalid_request",
  KlingServerError: "server_error",
  KlingNotFoundError: "task_not_found",
  KlingConfigError: "invalid_request",
};

/** Error code of the CLI for an error of the SDK. */
export function codeOfKlingError(error: KlingErrorShape): string {
  const { serviceCode, message } = error;
  if (error.code === "KLING_DUPLICATE_EXTERNAL_ID") return "duplicate_external_id";
  if (error.code === "KLING_TASK_EXPIRED") return "task_not_found";
  if (serviceCode === 1201 && /Task not found/i.test(message)) return "task_not_found";
  if (error.name === "KlingConfigError" && /credential|apiKey|accessKey/i.test(error.option ?? ""))
    return "auth_error";
  return (
    (serviceCode === undefined ? undefined : BY_SERVICE_CODE[serviceCode]) ??
    BY_CLASS[error.name] ??
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
  const isOurInput = error.name === "KlingConfigError" && code !== "auth_error";
  const exitCode = isOurInput ? EXIT.usage : exitCodeOf(code);
  return { code, message: error.message, exitCode, details: idsOf(error) };
}
