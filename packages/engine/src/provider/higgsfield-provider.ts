import { ceilingOf, OBSERVED_GENERATIONS } from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import {
  ACCOUNT_POOL,
  findHiggsfieldCreate,
  HIGGSFIELD_RETENTION_DAYS,
  type HiggsfieldCreate,
  UPLOAD_TYPES,
  type UploadType,
} from "@klingkit/spec/higgsfield";
import { ApiError, KlingkitError, NotFoundError, type TaskSnapshot } from "klingkit";
import type { Higgsfield } from "klingkit/higgsfield";
import { localOrigins } from "klingkit/node";
import { requireFields } from "../arguments/require-fields.ts";
import { requireTimeScale } from "../arguments/require-time-scale.ts";
import { classifyCreateError, readFailureOf } from "./classify-refusal.ts";
import { createForgottenTasks } from "./forgotten-tasks.ts";
import type {
  CallContext,
  CancelAnswer,
  PlannedCreate,
  Provider,
  ReadAnswer,
  SubmitAnswer,
  TaskRef,
  TaskView,
  UploadFile,
} from "./provider.ts";
import { createServiceNow } from "./service-now.ts";
import { isUnreadableId, viewOf } from "./task-view.ts";

export interface HiggsfieldProviderOptions {
  /** Creates are never repeated by it. */
  readonly higgsfield: Higgsfield;
  /** Names the account, such as a hash of the key. Default `default`. */
  readonly account?: string;
  /** What else the account is called, see `Provider`. Default: nothing. */
  readonly earlierAccounts?: readonly string[] | undefined;
  /** Default true; false for the emulator. */
  readonly spendsMoney?: boolean;
  /** How many times faster than the real service requests are made, for an emulator with a fast clock. Default 1. */
  readonly timeScale?: number;
  /** For how long after its first send a lost create is sent again under its key. Default 24 hours. */
  readonly keysKeptMs?: number;
  /** Asks an emulator for its time, and for tasks that no read finds. Default: the global fetch. */
  readonly fetch?: typeof fetch | undefined;
}

const OPTIONS: KeysOf<HiggsfieldProviderOptions> = {
  higgsfield: true,
  account: true,
  earlierAccounts: true,
  spendsMoney: true,
  timeScale: true,
  keysKeptMs: true,
  fetch: true,
};

const DAY_MS = 86_400_000;
/** How long the service remembers a key is published nowhere. @source INF: shorter than its requests are kept */
const KEYS_KEPT_MS = DAY_MS;
const RETENTION_MS = HIGGSFIELD_RETENTION_DAYS * DAY_MS;
const GONE = `The service does not find the request, and it keeps results for ${HIGGSFIELD_RETENTION_DAYS} days only`;
/** Usual time of a model that nobody has timed. INF */
const ASSUMED_GENERATION_MS = 60_000;
/** The model is blocked for a while; others of the account are not. */
const MODEL_BLOCKED = 423;

/** Higgsfield through its client. */
export function createHiggsfieldProvider(options: HiggsfieldProviderOptions): Provider {
  requireFields("createHiggsfieldProvider", options, { needs: ["higgsfield"], known: OPTIONS });
  const {
    higgsfield,
    account = "default",
    earlierAccounts,
    spendsMoney = true,
    timeScale = 1,
    keysKeptMs = KEYS_KEPT_MS,
  } = options;
  requireTimeScale("createHiggsfieldProvider", timeScale);
  const service = { client: higgsfield, spendsMoney, fetch: options.fetch };
  const tellForgotten = createForgottenTasks(service);
  return {
    name: "higgsfield",
    account,
    earlierAccounts,
    address: higgsfield.baseUrl,
    timeScale,
    serviceNowMs: createServiceNow(service),
    spendsMoney,
    resultOrigins: localOrigins(higgsfield.baseUrl),
    retentionMs: RETENTION_MS,
    filesKeptMs: RETENTION_MS,
    keysKeptMs,
    uploadsKeptMs: RETENTION_MS,
    goneMessage: GONE,
    // There is no read of many.
    readBatchSize: 1,
    // A request is there with the answer.
    settleMs: 0,
    callbackPath: "higgsfield",
    poolOf,
    // The era decides: without keys nothing leads to a create whose answer was lost.
    recoveryOf: () => (higgsfield.hasIdempotencyKeys ? "replay" : "none"),
    expectedMs: ({ model }) =>
      (OBSERVED_GENERATIONS[model]?.generationMs ?? ASSUMED_GENERATION_MS) / timeScale,
    async submit({ operation, routeId, body, externalId, callbackUrl, allowsRetired }, context) {
      try {
        const { taskId, requestId, status } = await higgsfield.create(
          operationOf(operation ?? routeId),
          body,
          {
            ...context,
            allowsRetired,
            ...(higgsfield.hasIdempotencyKeys ? { idempotencyKey: externalId } : {}),
            ...(callbackUrl === undefined ? {} : { webhookUrl: callbackUrl }),
          },
        );
        if (isUnreadableId(taskId)) return UNREADABLE;
        return {
          kind: "accepted",
          taskId,
          ...(requestId === undefined ? {} : { requestId }),
          // A new request waits in the queue; with which status a known one comes back is not published.
          ...(status === "succeeded" ? { isEarlier: true } : {}),
        };
      } catch (error) {
        return classify(error);
      }
    },
    // Nothing is looked up by its key: a create is replayed.
    lookup: (ref, context) => readOne(higgsfield, ref, context),
    read: async (refs, context) =>
      tellForgotten(refs, await Promise.all(refs.map((ref) => readOne(higgsfield, ref, context)))),
    chargeOfLength,
    cancel: (ref, context) => cancel(higgsfield, ref, context),
    upload: (file, context) => upload(higgsfield, file, context),
  };
}

function operationOf(id: string): HiggsfieldCreate {
  const operation = findHiggsfieldCreate(id);
  if (operation) return operation;
  throw new RangeError(`${id} is nothing that anything can be sent to`);
}

/** An encoder adds up to so much to a video. @source LIVE: `5.041` and `5.1` for 5 s at Kling; INF: the same here */
const OVERHANG_SECONDS = 0.1;

/** Requests report no charge, and seconds are rounded up. @source MIRROR 2026-10 */
function chargeOfLength({ operation, routeId, payload }: PlannedCreate, seconds: number) {
  const create = findHiggsfieldCreate(operation ?? routeId);
  // Its body says how long the video will be.
  if (create === undefined || create.durationField !== undefined) return undefined;
  const body = typeof payload === "object" && payload !== null ? { ...payload } : {};
  const { minSeconds = 0, maxSeconds = seconds } = create.inputVideoSeconds(body) ?? {};
  const priceOf = (length: number) => {
    const inputVideoSeconds = Math.min(Math.max(length, minSeconds), maxSeconds);
    return ceilingOf(create.estimate(body, { inputVideoSeconds }))?.units;
  };
  const [atLeast, atMost] = [priceOf(seconds - OVERHANG_SECONDS), priceOf(seconds)];
  return atLeast === undefined || atMost === undefined ? undefined : { atLeast, atMost };
}

/** One limit for the account, whatever the model. @source DOC 2026-09 capacity page */
function poolOf({ operation, routeId, payload }: PlannedCreate) {
  const create = findHiggsfieldCreate(operation ?? routeId);
  const outcome = create?.outcome(typeof payload === "object" && payload !== null ? { ...payload } : {});
  return { pool: outcome?.pool ?? ACCOUNT_POOL, weight: outcome?.slots ?? 1 };
}

function classify(error: unknown): SubmitAnswer {
  if (KlingkitError.isInstance(error) && error.code === "KLINGKIT_IDEMPOTENCY_MISMATCH")
    return { kind: "mismatch", code: error.code, message: mismatchText(error) };
  const answer = classifyCreateError(error);
  // The others of the account need not wait for one model.
  const isOneModel = ApiError.isInstance(error) && error.status === MODEL_BLOCKED;
  return answer.kind === "refused" && isOneModel ? { ...answer, remedy: "later" } : answer;
}

/** In place of the client's advice: what is in the body of a job, nobody writes by hand. */
function mismatchText(error: KlingkitError): string {
  const reported = ApiError.isInstance(error) ? ` (HTTP ${error.status}: ${error.serviceMessage})` : "";
  return `Higgsfield has a request under the key of this job, with another callback address or other uploaded files${reported}. You may have been charged for it. Nothing was bought now.`;
}

async function readOne(
  higgsfield: Higgsfield,
  { taskId, externalId }: TaskRef,
  context: CallContext,
): Promise<ReadAnswer> {
  if (taskId === undefined) return { kind: "absent" };
  try {
    const task = await higgsfield.requests.status(
      { taskId, externalTaskId: externalId, product: "" },
      context,
    );
    return { kind: "found", task: { ...viewOf(task), unit: "usd", ...keptOf(task) } };
  } catch (error) {
    return NotFoundError.isInstance(error) ? { kind: "absent" } : readFailureOf(error);
  }
}

/** Until when the service keeps the result, as the record of a finished request says. */
function keptOf({ results }: TaskSnapshot): Pick<TaskView, "filesUntilMs"> {
  const times = results.flatMap(({ expiresAtMs }) =>
    expiresAtMs !== undefined && expiresAtMs > 0 ? Math.round(expiresAtMs) : [],
  );
  return times.length === 0 ? {} : { filesUntilMs: Math.max(...times) };
}

/** Nothing can be corrected, whatever words the service has for it. @source DOC 2026-10 */
const TOO_LATE: CancelAnswer = {
  kind: "too-late",
  message: "Higgsfield cancels only what waits in its queue, and this request has left it",
};

async function cancel(
  higgsfield: Higgsfield,
  { taskId }: TaskRef,
  context: CallContext,
): Promise<CancelAnswer> {
  if (taskId === undefined) return { kind: "error", message: "the request is not known yet" };
  try {
    const outcome = await higgsfield.requests.cancel(taskId, context);
    return outcome.kind === "too-late" ? TOO_LATE : outcome;
  } catch (error) {
    return { kind: "error", message: error instanceof Error ? error.message : String(error) };
  }
}

async function upload(
  higgsfield: Higgsfield,
  { bytes, contentType }: UploadFile,
  context: CallContext,
): Promise<{ readonly url: string }> {
  const known: UploadType | undefined = UPLOAD_TYPES.find((type) => type === contentType);
  if (known === undefined)
    throw new RangeError(`${contentType} cannot be uploaded; the service takes ${UPLOAD_TYPES.join(", ")}`);
  return higgsfield.upload({ bytes: Uint8Array.from(bytes), contentType: known, ...context });
}

/** No read could ask for it. */
const UNREADABLE: SubmitAnswer = {
  kind: "unclear",
  message: "the create was answered with a request id that holds control characters",
};
