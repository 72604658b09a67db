import {
  ceilingOf,
  type Estimate,
  INVALID_PARAMETER,
  type Issue,
  isJsonObject,
  type JsonObject,
  mapMedia,
  mediaFieldsOf,
  type Outcome,
  packOfPool,
  type ResultOutcome,
  type Unit,
  type VideoRequest,
  valueAt,
  withValueAt,
} from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import { refuseUnknown } from "../arguments/refuse-unknown.ts";
import { requireObjects } from "../arguments/require-arguments.ts";
import { isLocal, type PlanContext } from "../context/media-loader.ts";
import { EXTENSIONS } from "../provider/file-extensions.ts";
import { askedPrice } from "./asked-price.ts";
import { hashOf } from "./canonical.ts";
import { labelMedia } from "./label-media.ts";
import { loadInputs, mediaLabelOf } from "./load-inputs.ts";
import { labelNeeds, needLabelOf, type PlannedNeed, withPlaceholders } from "./needs.ts";
import { DEFAULT_OUTPUT, findLengthMistake, formatOutput } from "./output-template.ts";
import { findPaidOperation, type PaidOperation } from "./paid-operation.ts";
import type { PlannedJob, PlannedMedium } from "./plan.ts";
import { PlanError } from "./plan-error.ts";
import { outputIssue, payloadHashOf } from "./plan-job.ts";

/** A body of any paid operation, to be planned as one job. */
export interface OperationRequest {
  readonly name: string;
  /** Id of a create, such as `v1/images/generations`. */
  readonly operation: string;
  /** As the service takes it; files may stand as paths in the operation's media fields. */
  readonly body: JsonObject;
  /** 1-based place in a batch. Default 1. */
  readonly index?: number;
  /** Path template of the first result; default `{name}.{ext}`. */
  readonly output?: string;
  /** What other jobs of the plan make for it; `body` has the texts of `resultOf` in their places. */
  readonly needs?: readonly PlannedNeed[];
  readonly inputVideoSeconds?: number;
  readonly allowsRetired?: true;
  /** Warnings make the job one with mistakes. */
  readonly strict?: true;
  /** What the body was compiled from, so that people see it. Default: what the body says. */
  readonly request?: VideoRequest;
}

const OPERATION_NAMES: KeysOf<OperationRequest> = {
  name: true,
  operation: true,
  body: true,
  index: true,
  output: true,
  needs: true,
  inputVideoSeconds: true,
  allowsRetired: true,
  strict: true,
  request: true,
};

/** Checks and prices one body. Throws PlanError `plan_invalid` for an operation that does not exist, and rejects with the loader's error for a file. */
export async function planOperation(wanted: OperationRequest, context: PlanContext): Promise<PlannedJob> {
  requireObjects("planOperation", { wanted, context });
  refuseUnknown("planOperation", wanted, OPERATION_NAMES);
  return (await judgeOperation(wanted, context)).job;
}

/** A job with what it will make, as far as that is known. */
export interface JudgedOperation {
  readonly job: PlannedJob;
  readonly results: readonly ResultOutcome[];
}

/** The same, with what it will make. */
export async function judgeOperation(
  wanted: OperationRequest,
  context: PlanContext,
): Promise<JudgedOperation> {
  const operation = operationOf(wanted.operation);
  const { name, needs } = wanted;
  const { body, media, labels } = await loadBody(operation, withPlaceholders(wanted.body, needs), context);
  const extras = extrasOf(wanted);
  const { issues, warnings, estimate, outcome, model, routeId, routeState, prompt } = operation.judge(body, {
    isLocalService: isLocal(context, operation.service),
    ...extras,
  });
  const unit = unitOfOutcome(estimate, outcome);
  const output = outputOf(wanted, { model, outcome });
  const strict: readonly Issue[] = wanted.strict
    ? warnings.map((warning) => ({ ...warning, serviceCode: INVALID_PARAMETER }))
    : [];
  const mistake = findLengthMistake(output);
  const { method, path, id, service } = operation;
  const isSound = issues.length === 0;
  const payload = labelNeeds(labelMedia(body, labels), needs);
  const job: PlannedJob = {
    name,
    hash: payloadHashOf({ method, path, payload }),
    request: wanted.request ?? requestOf(operation, body, prompt),
    service,
    operation: id,
    routeId,
    routeState,
    model,
    method,
    path,
    payload,
    media,
    estimate: isSound ? await askedPrice(operation, { body, estimate }, context) : estimate,
    ...(unit === "video" ? {} : { unit }),
    issues: [...issues, ...strict, ...(mistake === undefined ? [] : [outputIssue(mistake)])],
    warnings,
    ...extras,
    ...(needs === undefined || needs.length === 0 ? {} : { needs }),
    output,
  };
  return { job, results: outcome?.results ?? [] };
}

const extrasOf = ({
  inputVideoSeconds,
  allowsRetired,
}: Pick<OperationRequest, "inputVideoSeconds" | "allowsRetired">) => ({
  ...(inputVideoSeconds === undefined ? {} : { inputVideoSeconds }),
  ...(allowsRetired ? { allowsRetired } : {}),
});

/** What is paid in; where no price is listed, the pack that such results come from. */
const unitOfOutcome = (estimate: Estimate, outcome: Outcome | undefined): Unit =>
  ceilingOf(estimate)?.unit ?? (outcome ? packOfPool(outcome.pool) : "video");

function outputOf(
  { name, index = 1, output = DEFAULT_OPERATION_OUTPUT }: OperationRequest,
  { model, outcome }: { readonly model: string; readonly outcome: Outcome | undefined },
): string {
  const first = firstOf(outcome?.results ?? []);
  const kind = first?.kind ?? "video";
  return formatOutput(output, {
    index,
    name,
    model,
    ratio: first?.aspectRatio,
    seconds: first?.seconds,
    resolution: first?.resolution,
    kind,
    ext: first?.formats?.[0] ?? EXTENSIONS[kind],
  });
}

/** Clients list what a task made by kind, videos first: the first file is of that result. */
const firstOf = (results: readonly ResultOutcome[]): ResultOutcome | undefined =>
  KINDS.flatMap((kind) => results.find((result) => result.kind === kind) ?? [])[0];

const KINDS = Object.keys(EXTENSIONS);

const DEFAULT_OPERATION_OUTPUT = DEFAULT_OUTPUT.replace(".mp4", ".{ext}");

function operationOf(id: string): PaidOperation {
  const operation = findPaidOperation(id);
  if (operation) return operation;
  throw new PlanError("plan_invalid", `no paid operation has the id ${id}`);
}

/** What lists of jobs and keys need to know of a body, whatever its fields are called. */
function requestOf({ paths }: PaidOperation, body: JsonObject, prompt: string | undefined): VideoRequest {
  const text = (path: string | undefined) => {
    const value = path === undefined ? undefined : valueAt(body, path);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const externalTaskId = text(paths.externalTaskId);
  const callbackUrl = text(paths.callbackUrl);
  return {
    ...(prompt === undefined ? {} : { prompt }),
    ...(externalTaskId === undefined ? {} : { externalTaskId }),
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
  };
}

interface LoadedBody {
  readonly body: JsonObject;
  readonly media: readonly PlannedMedium[];
  /** Wire value → the short text that stands for it in a plan. */
  readonly labels: ReadonlyMap<string, string>;
}

const WEB_ADDRESS = /^https?:\/\//i;

/** Reads the files of a body. Addresses, and everything where no loader of files is given, pass as they are. */
async function loadBody(
  operation: PaidOperation,
  body: JsonObject,
  { loadFile }: PlanContext,
): Promise<LoadedBody> {
  if (!loadFile) return { body, media: [], labels: new Map() };
  const files = mediaFieldsOf(operation.body, body).filter(({ value }) => !WEB_ADDRESS.test(value));
  const { values, media, labels, mistakes } = await loadInputs(
    files.map(({ value: input, path: field, kind, rule }) => ({ input, field, kind, rule })),
    ({ input, field, kind, rule }) =>
      loadFile(input, {
        service: operation.service,
        operation: operation.id,
        field,
        kind,
        ...(rule === undefined ? {} : { rule }),
      }),
  );
  const [mistake] = mistakes;
  if (mistake) throw mistake.error;
  const loaded = mapMedia(operation.body, body, ({ value }) => values.get(value) ?? value);
  return { body: isJsonObject(loaded) ? loaded : body, media, labels };
}

/** The body that a job was planned from, with its files as they were named. */
export function bodyOf({
  payload,
  media,
  needs = [],
}: Pick<PlannedJob, "payload" | "media" | "needs">): JsonObject {
  const files = media.flatMap(({ input, sha256 }) =>
    sha256 === undefined ? [] : [[mediaLabelOf(sha256), input] as const],
  );
  const results = needs.map((need) => [needLabelOf(need), need.input] as const);
  const body = labelMedia(payload, new Map([...files, ...results]));
  return isJsonObject(body) ? body : {};
}

/** Plans a planned job again, as if today. */
export const replanOperation = (planned: PlannedJob, context: PlanContext): Promise<PlannedJob> =>
  planOperation(
    {
      name: planned.name,
      operation: planned.operation ?? planned.routeId,
      body: bodyOf(planned),
      output: planned.output,
      request: planned.request,
      ...(planned.needs ? { needs: planned.needs } : {}),
      ...extrasOf(planned),
    },
    context,
  );

/** Whether a job is a body of an operation, and not a request that is compiled for a route. */
export const isOperationJob = (job: Pick<PlannedJob, "operation" | "capability">): boolean => {
  requireObjects("isOperationJob", { job });
  const { operation, capability } = job;
  return operation !== undefined && capability === undefined;
};

/**
 * The body of a planned operation with its files and ids in place, and placeholders for what other jobs make. Throws PlanError `plan_stale` when it would no longer be
 * what was approved.
 */
export async function wireOperation(
  planned: PlannedJob,
  ids: { readonly externalTaskId: string; readonly callbackUrl?: string },
  context: PlanContext,
): Promise<JsonObject> {
  const operation = operationOf(planned.operation ?? planned.routeId);
  const { needs } = planned;
  const { body, labels } = await loadBody(operation, withPlaceholders(bodyOf(planned), needs), context);
  const { method, path, paths } = operation;
  if (hashOf({ method, path, payload: labelNeeds(labelMedia(body, labels), needs) }) !== planned.hash) {
    const message = `${planned.name}: a file is not the one that was approved; nothing was sent. Plan and approve again`;
    throw new PlanError("plan_stale", message);
  }
  const { callbackUrl = ids.callbackUrl } = planned.request;
  const place = (wire: JsonObject, field: string | undefined, value: string | undefined) =>
    field === undefined || value === undefined ? wire : withValueAt(wire, field, value);
  return place(place(body, paths.externalTaskId, ids.externalTaskId), paths.callbackUrl, callbackUrl);
}
