import type { CheckResult, Issue, Warning } from "../../issue.ts";
import { isJsonObject, type JsonObject } from "../../json-object.ts";
import { requireObject } from "../../require-arguments.ts";
import { HIGGSFIELD_MESSAGES, VALIDATION_STATUS } from "../facts/messages.ts";
import type { HiggsfieldCreate } from "../operation.ts";
import { judgeAsClient } from "./client-rules.ts";
import { findBodyFaults, missingField } from "./find-body-faults.ts";
import type { Finding } from "./finding.ts";

export interface HiggsfieldCheckOptions {
  /** `client` (default) also refuses what the service ignores or fails later; `service` judges as the service does. */
  readonly as?: "client" | "service" | undefined;
  /** The service runs on this machine or in its network, as an emulator does: private addresses are warned of, not refused. Default false. */
  readonly isLocalService?: boolean | undefined;
  /** Lets endpoints through that the service has retired. Default false. */
  readonly allowsRetired?: boolean | undefined;
}

/** Judges a body of an endpoint. Never throws, never changes the body. Issues carry the service's wording; unknown fields have none. */
export function checkHiggsfield(
  operation: HiggsfieldCreate,
  body: unknown,
  { as = "client", isLocalService = false, allowsRetired = false }: HiggsfieldCheckOptions = {},
): CheckResult {
  requireObject("checkHiggsfield", { operation });
  if (operation.state === "retired" && !allowsRetired) return { issues: [retired(operation)], warnings: [] };
  const found = findShapeFaults(operation, body).filter(
    ({ rule }) => as === "client" || rule !== "unknown-field" || !operation.ignoresUnknownFields,
  );
  if (!isJsonObject(body) || found.length > 0) return { issues: found.map(issueOf), warnings: [] };
  const tooLong = findLongShots(body);
  if (as === "service") return { issues: tooLong.map(issueOf), warnings: [] };
  const { refused, noticed } = judgeAsClient(operation, body, { isLocalService });
  return { issues: [...tooLong, ...refused].map(issueOf), warnings: noticed.map(warningOf) };
}

const retired = ({ id }: HiggsfieldCreate): Issue =>
  issueOf({
    rule: "model-retired",
    path: "endpoint",
    message: `${id} is no longer in the service's catalogue. Use an endpoint of a newer model.`,
    serviceMessage: HIGGSFIELD_MESSAGES.modelNotFound.text,
  });

/** Required fields first, those that depend on the body too: the order in which `jsonschema` meets them (`INF`). */
function findShapeFaults(operation: HiggsfieldCreate, body: unknown): readonly Finding[] {
  const faults = findBodyFaults(operation.body, body);
  if (!isJsonObject(body)) return faults;
  const missing = operation
    .requiredFor(body)
    .filter((key) => !Object.hasOwn(body, key))
    .map((key) => missingField(key, key));
  return [...missing, ...faults];
}

/** No schema can say it; the service enforces it all the same. @source DOC 2026-09 */
function findLongShots(body: JsonObject): readonly Finding[] {
  const { multi_shots, multi_prompt, duration = DEFAULT_SECONDS } = body;
  if (multi_shots !== true || !Array.isArray(multi_prompt) || typeof duration !== "number") return [];
  const total = multi_prompt.reduce((sum: number, shot: unknown) => sum + secondsOf(shot), 0);
  if (total <= duration) return [];
  const message = `the shots last ${total} s together, but the video ${duration} s. Make them shorter, or \`duration\` longer.`;
  const serviceMessage = HIGGSFIELD_MESSAGES.shotsTooLong.text;
  return [{ rule: "shots-total", path: "multi_prompt", message, serviceMessage }];
}

const DEFAULT_SECONDS = 5;

const secondsOf = (shot: unknown): number =>
  isJsonObject(shot) && typeof shot["duration"] === "number" ? shot["duration"] : 0;

const issueOf = ({ rule, path, message, serviceMessage }: Finding): Issue => ({
  rule,
  path,
  message: `${path}: ${message}`,
  ...(serviceMessage ? { serviceMessage } : {}),
  serviceCode: VALIDATION_STATUS.usual,
});

const warningOf = ({ rule, path, message }: Finding): Warning => ({
  rule,
  path,
  message: `${path}: ${message}`,
});
