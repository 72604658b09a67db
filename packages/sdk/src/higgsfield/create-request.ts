import type { Issue, JsonObject, KeysOf } from "@klingkit/spec/core";
import { dropUndefined, isPublicHostname } from "@klingkit/spec/core";
import {
  checkHiggsfield,
  EXPIRES_AFTER_SECONDS,
  findHiggsfieldCreate,
  findHiggsfieldRoute,
  HIGGSFIELD_HEADERS,
  type HiggsfieldCreate,
  IDEMPOTENCY_KEY,
  VALIDATION_STATUS,
  WEBHOOK_PARAMETER,
} from "@klingkit/spec/higgsfield";
import { ConfigError } from "../core/errors/config-error.ts";
import { InvalidRequestError } from "../core/errors/invalid-request-error.ts";
import { ResponseError } from "../core/errors/response-error.ts";
import { refuseUnknown } from "../core/refuse-unknown.ts";
import type { Answer, CallOptions } from "../core/send.ts";
import type { CreatedTask, TaskSnapshot } from "../core/task.ts";
import type { HiggsfieldCore } from "./higgsfield-core.ts";
import { parseHiggsfieldRequest } from "./parse-request.ts";
import { HIGGSFIELD } from "./service-name.ts";

export interface HiggsfieldCreateOptions extends CallOptions {
  /**
   * Key of this purchase, 1 to 255 visible ASCII characters. Default: a random one. Sent again with the same endpoint, body and
   * options it brings the original request back, whatever became of it, and nothing is charged again.
   */
  readonly idempotencyKey?: string | undefined;
  /** Receives the key before the first byte leaves, to store it; what it throws keeps the request from being sent. */
  readonly onIdempotencyKey?: ((idempotencyKey: string) => void | Promise<void>) | undefined;
  /** https address on the internet that hears of the end, without credentials. Part of what the key stands for. */
  readonly webhookUrl?: string | undefined;
  /** How long the result is kept after the end, 3600 to 604 800. Default: the account's setting. Part of what the key stands for. */
  readonly expiresAfterSeconds?: number | undefined;
  /** Length of the input video in seconds, for a price where the output follows it. */
  readonly inputVideoSeconds?: number | undefined;
  /** Lets endpoints through that the service has retired. Default false. */
  readonly allowsRetired?: boolean | undefined;
  /** Refuses what would only be warned of. Default false. */
  readonly strict?: boolean | undefined;
  /** Fields that this package does not know yet; merged into the body after the check, so nothing vouches for them. */
  readonly extraBody?: JsonObject | undefined;
}

const OPTIONS: KeysOf<HiggsfieldCreateOptions> = {
  signal: true,
  timeoutMs: true,
  idempotencyKey: true,
  onIdempotencyKey: true,
  webhookUrl: true,
  expiresAfterSeconds: true,
  inputVideoSeconds: true,
  allowsRetired: true,
  strict: true,
  extraBody: true,
};

/** Checks a body and sends it once. Throws InvalidRequestError before any byte leaves when a rule is broken. */
export async function createRequest(
  core: HiggsfieldCore,
  endpoint: HiggsfieldCreate | string,
  given: object,
  options: HiggsfieldCreateOptions = {},
): Promise<CreatedTask> {
  refuseUnknown(options, OPTIONS, "create");
  const operation = typeof endpoint === "string" ? operationOf(endpoint) : endpoint;
  const { isLocalService, service } = core;
  const body = withoutUndefined(given);
  const { issues, warnings } = checkHiggsfield(operation, body, { isLocalService, ...options });
  const found = options.strict ? [...issues, ...warnings.map(asIssue)] : issues;
  if (found.length > 0) throw refuse(operation, found);
  const full = { ...body, ...options.extraBody };
  const estimate = operation.estimate(full, { inputVideoSeconds: options.inputVideoSeconds });
  requireWebhook(core, options);
  const idempotencyKey = keyOf(core, options);
  const headers = headersOf(core, options, idempotencyKey);
  const answer = await core.spend({ service, operation, body: full, estimate, warnings }, async () => {
    if (idempotencyKey !== undefined) await options.onIdempotencyKey?.(idempotencyKey);
    return core.send(operation, {
      body: full,
      headers,
      query: { [WEBHOOK_PARAMETER]: options.webhookUrl },
      externalTaskId: idempotencyKey,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  });
  const task = readCreated(operation, answer, idempotencyKey);
  const { taskId, family, product, model, status, rawStatus } = task;
  return {
    ...dropUndefined({ taskId, externalTaskId: idempotencyKey, model, requestId: answer.requestId }),
    service,
    family,
    product,
    status,
    rawStatus,
    estimate,
    warnings,
  };
}

/** The endpoint of this id. Throws ConfigError that names what to use instead. */
export function operationOf(id: string): HiggsfieldCreate {
  const operation = findHiggsfieldCreate(id);
  if (operation) return operation;
  const route = findHiggsfieldRoute(id);
  const instead = route?.useInstead ? ` Use ${route.useInstead.join(" or ")}.` : "";
  throw new ConfigError({
    option: "endpoint",
    service: HIGGSFIELD,
    message: `'${id}' is not an endpoint of Higgsfield that is described here.${instead}${route?.note ? ` ${route.note}` : ""} Nothing was sent.`,
  });
}

/** As it will be written: fields that are undefined are not sent. */
const withoutUndefined = (body: object): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));

const asIssue = (warning: Omit<Issue, "serviceCode">): Issue => ({
  ...warning,
  serviceCode: VALIDATION_STATUS.usual,
});

function refuse({ id, method, path }: HiggsfieldCreate, issues: readonly Issue[]): InvalidRequestError {
  const lines = issues.map(({ message }) => `- ${message}`);
  return new InvalidRequestError({
    message: `${method} ${path} was not sent: the request has mistakes.\n${lines.join("\n")}`,
    code: "KLINGKIT_INVALID_REQUEST",
    isRetryable: false,
    mayHaveCharged: "no",
    service: HIGGSFIELD,
    operationId: id,
    issues,
  });
}

function keyOf({ era }: HiggsfieldCore, { idempotencyKey }: HiggsfieldCreateOptions): string | undefined {
  if (!era.hasIdempotencyKeys) {
    if (idempotencyKey === undefined) return undefined;
    throw optionError("idempotencyKey", `is not known in era ${era.id}: a key would be ignored`);
  }
  const key = idempotencyKey ?? `klingkit-${crypto.randomUUID()}`;
  if (IDEMPOTENCY_KEY.test(key)) return key;
  throw optionError("idempotencyKey", "must be 1 to 255 visible ASCII characters without white space");
}

function headersOf(
  { era }: HiggsfieldCore,
  { expiresAfterSeconds: seconds }: HiggsfieldCreateOptions,
  idempotencyKey: string | undefined,
): Readonly<Record<string, string>> {
  const { minimum, maximum } = EXPIRES_AFTER_SECONDS;
  if (seconds !== undefined && !era.hasExpiry)
    throw optionError("expiresAfterSeconds", `is not known in era ${era.id}`);
  if (seconds !== undefined && !(Number.isInteger(seconds) && seconds >= minimum && seconds <= maximum))
    throw optionError("expiresAfterSeconds", `must be a whole number from ${minimum} to ${maximum}`);
  return {
    ...(idempotencyKey === undefined ? {} : { [HIGGSFIELD_HEADERS.idempotencyKey]: idempotencyKey }),
    ...(seconds === undefined ? {} : { [HIGGSFIELD_HEADERS.expiresAfter]: String(seconds) }),
  };
}

const optionError = (option: string, problem: string): ConfigError =>
  new ConfigError({ option, service: HIGGSFIELD, message: `${option} ${problem}. Nothing was sent.` });

/** The service refuses http, credentials in the address, and hosts that only its own network knows; an emulator takes what it can reach. @source DOC 2026-10 */
function requireWebhook(
  { isLocalService, baseUrl }: HiggsfieldCore,
  { webhookUrl }: HiggsfieldCreateOptions,
): void {
  if (webhookUrl === undefined) return;
  const url = URL.canParse(webhookUrl) ? new URL(webhookUrl) : undefined;
  // The service has no address without TLS: what is reached so is an emulator.
  const protocols = new Set(["https:", new URL(baseUrl).protocol, ...(isLocalService ? ["http:"] : [])]);
  if (!url || !protocols.has(url.protocol)) throw optionError("webhookUrl", "must be an https URL");
  if (url.username !== "" || url.password !== "")
    throw optionError("webhookUrl", "must not hold credentials");
  if (!isLocalService && !isPublicHostname(url.hostname))
    throw optionError("webhookUrl", `names ${url.hostname}, which the service cannot reach`);
}

function readCreated(
  { id, method, path, model }: HiggsfieldCreate,
  { data, requestId }: Answer,
  externalTaskId: string | undefined,
): TaskSnapshot {
  const context = { product: id, model, ...dropUndefined({ externalTaskId }) };
  const task = parseHiggsfieldRequest(data, context);
  if (task) return task;
  const next =
    externalTaskId === undefined
      ? "Look in the console before you send it again."
      : `Send the same body and options again with the Idempotency-Key ${externalTaskId}: the service returns the request.`;
  throw new ResponseError({
    message: `${method} ${path} was accepted, but the response has no request_id. You may be charged. ${next}`,
    isRetryable: false,
    mayHaveCharged: "unknown",
    service: HIGGSFIELD,
    operationId: id,
    requestId,
    externalTaskId,
  });
}
