import { ERROR_TABLE, findErrorRow, SERVICE_MESSAGES, SUCCESS_CODE } from "@klingkit/spec";
import type { FaultResponses } from "../../world/faults/fault-responses.ts";
import { JSON_CONTENT_TYPE } from "../envelope.ts";
import { asOther, rewriteTasks, withoutLinks, withStatus } from "./rewrite-tasks.ts";

/** Recorded sentences; the other codes use the meaning from the table. INF */
const MESSAGES: Readonly<Record<number, string>> = {
  1001: SERVICE_MESSAGES.authorizationEmpty,
  1002: SERVICE_MESSAGES.apiKeyNotFound,
  1102: SERVICE_MESSAGES.balanceNotEnough,
  1303: SERVICE_MESSAGES.parallelTaskLimit,
};

/** Business codes that a fault rule may name. */
export const KLING_BUSINESS_CODES: readonly number[] = ERROR_TABLE.map(({ code }) => code).filter(
  (code) => code !== SUCCESS_CODE,
);

/** How faults look in Kling's envelope. */
export const KLING_FAULT_RESPONSES: FaultResponses = {
  contentType: JSON_CONTENT_TYPE,
  businessCodes: KLING_BUSINESS_CODES,
  businessError({ code, message, retryAfterSeconds }, requestId) {
    const row = findErrorRow(code);
    return Response.json(
      { code, message: message ?? MESSAGES[code] ?? row?.meaning ?? "", request_id: requestId },
      {
        status: row?.httpStatus ?? 500,
        headers: retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) },
      },
    );
  },
  withStatus: (text, status) => rewriteTasks(text, (task) => withStatus(task, status)),
  withOtherTask: (text, taskId) => rewriteTasks(text, (task) => asOther(task, taskId)),
  withoutLinks: (text) => rewriteTasks(text, withoutLinks),
};
