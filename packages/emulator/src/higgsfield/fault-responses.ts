import { isJsonObject, type JsonObject } from "@klingkit/spec/core";
import type { FaultResponses } from "../world/faults/fault-responses.ts";
import { JSON_CONTENT_TYPE } from "./envelope.ts";
import { OUR_TEXTS, textOf } from "./texts.ts";

/** Higgsfield has no codes of its own beside two words: rules name the HTTP status. Texts are INF where no source has them. */
const DETAILS: Readonly<Record<number, string>> = {
  400: textOf("notCancelable"),
  401: textOf("invalidCredentials"),
  403: textOf("notEnoughCredits"),
  404: textOf("notFound"),
  422: textOf("keyMismatch"),
  423: textOf("modelBlocked"),
  429: textOf("queueFull"),
  500: OUR_TEXTS.internal,
  503: textOf("modelUnavailable"),
};

/** HTTP statuses that a fault rule may name. */
export const HIGGSFIELD_FAULT_CODES: readonly number[] = Object.keys(DETAILS).map(Number);

/** How faults look in Higgsfield's envelope. */
export const HIGGSFIELD_FAULT_RESPONSES: FaultResponses = {
  contentType: JSON_CONTENT_TYPE,
  businessCodes: HIGGSFIELD_FAULT_CODES,
  businessError({ code, message, retryAfterSeconds }, requestId) {
    const isKnown = code in DETAILS;
    const body = { detail: message ?? DETAILS[code] ?? OUR_TEXTS.internal };
    return Response.json(code === 429 ? { ...body, code: "account_queue_full" } : body, {
      status: isKnown ? code : 500,
      headers: {
        "x-correlation-id": requestId,
        ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
      },
    });
  },
  withStatus: (text, status) => rewrite(text, ({ video, ...rest }) => ({ ...rest, status })),
  withOtherTask: (text, taskId) =>
    rewrite(text, () => ({ status: "failed", request_id: taskId, error: "of another request" })),
  withoutLinks: (text) =>
    rewrite(text, ({ video, ...rest }) => (video === undefined ? rest : { ...rest, video: {} })),
};

/** Changes the request in the JSON text of a response. */
function rewrite(text: string, change: (request: JsonObject) => JsonObject): string {
  const value: unknown = JSON.parse(text);
  return isJsonObject(value) && "request_id" in value ? JSON.stringify(change(value)) : text;
}
