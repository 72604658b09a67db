import { type Issue, isJsonObject, type JsonObject } from "@klingkit/spec/core";
import { checkHiggsfield, type HiggsfieldCreate } from "@klingkit/spec/higgsfield";
import { type FieldProblem, type Refusal, refuse } from "../envelope.ts";
import type { HiggsfieldSettings } from "../settings.ts";

export type BodyCheck = { readonly body: JsonObject } | { readonly refusal: Refusal };

/** FastAPI's own answers, before any endpoint sees the body; that the service leaves them so is INF. */
const UNREADABLE_STATUS = 422;
const unreadable = (text: string): FieldProblem => ({
  type: "json_invalid",
  loc: ["body", 0],
  msg: "JSON decode error",
  input: {},
  ctx: {
    error: text.trim() === "" ? "Expecting value" : "Expecting property name enclosed in double quotes",
  },
});
const noObject = (input: unknown): FieldProblem => ({
  type: "dict_type",
  loc: ["body"],
  msg: "Input should be a valid dictionary",
  input,
});

/** Reads and checks the body of a submit or an estimate; the service names one problem at a time. */
export function checkBody(endpoint: HiggsfieldCreate, text: string, settings: HiggsfieldSettings): BodyCheck {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { refusal: refuse(UNREADABLE_STATUS, [unreadable(text)]) };
  }
  if (!isJsonObject(body)) return { refusal: refuse(UNREADABLE_STATUS, [noObject(body)]) };
  const { issues } = checkHiggsfield(endpoint, body, {
    as: settings.isStrict ? "client" : "service",
    isLocalService: true,
    // Which endpoints there are is the router's matter.
    allowsRetired: true,
  });
  const [issue] = issues;
  return issue ? { refusal: refuseBody(issue, body, settings) } : { body };
}

function refuseBody(
  { message, serviceMessage, path }: Issue,
  input: JsonObject,
  { switches }: HiggsfieldSettings,
): Refusal {
  const { validationStatus: status, validationDetail } = switches;
  // What only the strict mode refuses has our words alone.
  const text = serviceMessage ?? message;
  if (validationDetail === "text") return refuse(status, text);
  const loc = ["body", ...path.split(".").filter((part) => part !== "")];
  return refuse(status, [{ type: "value_error", loc, msg: text, input }]);
}
