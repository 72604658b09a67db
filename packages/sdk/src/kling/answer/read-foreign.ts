import { isJsonObject, type JsonObject } from "@klingkit/spec";

/** Codes by which gateways say that their own customer has to pay. @source new-api and OpenAI-like gateways; INF for others */
const OUT_OF_FUNDS = /insufficient_(user_)?(quota|balance|credits?)|quota_exceeded|billing/i;

/** Words of an error that is not in the service's envelope, as gateways write them: `{ error: { message, code } }` and the like. */
export function readForeignMessage(value: unknown): string {
  const { message, code } = partsOf(value);
  return code === "" || message === "" ? message || code : `${message.replace(/\.$/, "")} (${code})`;
}

/** Whether waiting will not help, although the status may say that there were too many requests. */
export const saysOutOfFunds = (value: unknown): boolean => OUT_OF_FUNDS.test(partsOf(value).code);

function partsOf(value: unknown): { readonly message: string; readonly code: string } {
  const outer: JsonObject = isJsonObject(value) ? value : {};
  const error = outer["error"];
  const inner = isJsonObject(error) ? error : outer;
  const message =
    textOf(inner["message"]) || textOf(error) || textOf(inner["msg"]) || textOf(inner["detail"]);
  return { message, code: textOf(inner["code"]) || textOf(inner["type"]) };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value.trim() : "");
