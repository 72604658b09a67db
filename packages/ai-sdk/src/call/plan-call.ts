import type { Experimental_VideoModelV4CallOptions } from "@ai-sdk/provider";
import {
  batchInvalid,
  makePlan,
  mistakeOf,
  type Plan,
  PlanError,
  parseBatch,
  sayFault,
} from "@klingkit/engine";
import { type Capability, capabilityOf, ceilingOf, type VideoRequest } from "@klingkit/spec";
import type { VideoWarning } from "../results.ts";
import type { Session } from "../session/session.ts";
import { DEFAULT_PURPOSE, type KlingkitProviderSettings } from "../settings.ts";
import { KlingkitVideoError, requestInvalid } from "../video-error.ts";
import { fileNameOf } from "./file-name.ts";
import { intentKeyOf } from "./intent-key.ts";
import { translateOptions } from "./klingai-options.ts";
import { readKlingkitOptions } from "./klingkit-options.ts";
import { readModelId, replacementOf, type WantedModel } from "./model-id.ts";
import { requestFieldsOf } from "./request-fields.ts";

/** A call, ready to be bought. */
export interface PlannedCall {
  readonly plan: Plan;
  /** Undefined where the caller gives an id of his own at the service, which names one task for ever. */
  readonly key: string | undefined;
  readonly maxUnits: number | undefined;
  readonly pollTimeoutMs: number | undefined;
  readonly warnings: readonly VideoWarning[];
}

export interface CallInput {
  readonly modelId: string;
  readonly options: Experimental_VideoModelV4CallOptions;
  readonly settings: KlingkitProviderSettings;
  readonly session: Pick<Session, "context" | "inputDir">;
  /** Which of the calls of one `generateVideo` it is, from 0. */
  readonly part: number;
}

/** Translates a call, checks it and prices it. Sends nothing. Throws KlingkitVideoError. */
export async function planCall({
  modelId,
  options,
  settings,
  session,
  part,
}: CallInput): Promise<PlannedCall> {
  const wanted = readModelId(modelId);
  const own = readKlingkitOptions(options.providerOptions["klingkit"]);
  const { inputDir } = session;
  const klingai = await translateOptions(options.providerOptions["klingai"], inputDir);
  const request = await requestFieldsOf({
    options,
    klingai: klingai.fields,
    klingkit: own.fields,
    capability: wanted.capability,
    inputDir,
  });
  checkCapability(modelId, wanted, request.fields);
  const { model, replaced } = livingModel(modelId, wanted, { settings, fields: request.fields });
  const plan = await makeCallPlan(
    {
      model,
      n: options.n,
      fields: request.fields,
      name: own.name ?? fileNameOf(options.prompt),
      purpose: own.purpose ?? settings.policy?.purpose ?? DEFAULT_PURPOSE,
    },
    session,
  );
  const hasOwnId = "externalTaskId" in request.fields;
  if (hasOwnId && own.key !== undefined)
    throw requestInvalid(
      "providerOptions.klingkit.key and external_task_id each name the call. Nothing was sent. Give one of them.",
    );
  if (hasOwnId && (options.n > 1 || part > 0))
    throw requestInvalid(
      part > 0
        ? "external_task_id names one task, and the call asks for several videos. This one was not sent."
        : `external_task_id names one task, and n is ${options.n}. Nothing was sent.`,
    );
  return {
    plan,
    key: hasOwnId ? undefined : intentKeyOf({ option: own.key, headers: options.headers, part }),
    maxUnits: own.maxUnits,
    pollTimeoutMs: klingai.pollTimeoutMs,
    warnings: [
      ...klingai.warnings,
      ...request.warnings,
      ...(replaced ? [replacementWarning(replaced, { model, plan })] : []),
      ...warningsOf(plan),
    ],
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** The kind that an id names is what its caller will pay for: another one would be a surprise. */
function checkCapability(modelId: string, { capability }: WantedModel, fields: Fields): void {
  const asked = capabilityOfFields(fields);
  if (capability === undefined || capability === asked || asked === "omni-video") return;
  const hint =
    capability === "text-to-video"
      ? "It makes videos from text, and the call has an image. Use the model that ends in -i2v"
      : "It makes videos from an image, and the call has none. Use the model that ends in -t2v";
  throw requestInvalid(`${modelId}: ${hint}. Nothing was sent.`);
}

/** Only the presence of fields is looked at, and their values are checked later. */
const capabilityOfFields = (fields: Fields): Capability => capabilityOf(fields as VideoRequest);

interface LivingModel {
  readonly model: string;
  /** The retired one that it stands for. */
  readonly replaced?: { readonly modelId: string; readonly retiredOn: string };
}

function livingModel(
  modelId: string,
  { model, retiredOn }: WantedModel,
  { settings, fields }: { readonly settings: KlingkitProviderSettings; readonly fields: Fields },
): LivingModel {
  const living = replacementOf(capabilityOfFields(fields));
  if (retiredOn === undefined) return { model };
  if (settings.retiredModels === "replace") return { model: living, replaced: { modelId, retiredOn } };
  throw new KlingkitVideoError({
    code: "model_retired",
    message: `${modelId}: Kling has refused this model since ${retiredOn}. Nothing was sent. Use ${living}, or set retiredModels: "replace" to let klingkit use it with a warning that names its price.`,
    mayHaveCharged: "no",
  });
}

function replacementWarning(
  { modelId, retiredOn }: NonNullable<LivingModel["replaced"]>,
  { model, plan }: { readonly model: string; readonly plan: Plan },
): VideoWarning {
  const price = ceilingOf(plan.jobs[0]?.estimate ?? { isKnown: false, reason: "", priceCard: "" });
  const cost = price
    ? `It costs ${price.units} units (US$ ${price.usd.toFixed(2)}) per video`
    : "Its price is unknown";
  const details = `Kling has refused ${modelId} since ${retiredOn}. ${model} is used instead. ${cost}.`;
  return { type: "compatibility", feature: "model", details };
}

interface CallPlan {
  readonly model: string;
  readonly n: number;
  readonly fields: Fields;
  readonly name: string;
  readonly purpose: string;
}

async function makeCallPlan(
  { model, n, fields, name, purpose }: CallPlan,
  { context }: Pick<Session, "context">,
): Promise<Plan> {
  const requests = Array.from({ length: n }, (_, at) => ({
    ...fields,
    model,
    name: n > 1 ? `${name}-${at + 1}` : name,
  }));
  try {
    const batch = parseBatch(JSON.stringify({ purpose, requests }), "generateVideo");
    const plan = await makePlan(batch, context);
    if (plan.verdict !== "invalid") return plan;
    throw batchInvalid(
      plan.jobs.flatMap((job) => job.issues.map((issue) => mistakeOf(issue, job, { file: "generateVideo" }))),
    );
  } catch (error) {
    throw toVideoError(error);
  }
}

/** Equal requests have equal mistakes, and each is told once. */
function toVideoError(error: unknown): unknown {
  if (!(error instanceof PlanError)) return error;
  const lines = new Set(error.mistakes.map(sayFault));
  const words = lines.size === 0 ? error.message : [...lines].join(" ");
  return requestInvalid(`The request cannot be made. ${words} Nothing was sent.`, error);
}

function warningsOf({ jobs }: Plan): readonly VideoWarning[] {
  const texts = new Set(jobs.flatMap(({ warnings }) => warnings.map(({ message }) => message)));
  return [...texts].map((message) => ({ type: "other", message }));
}
