import type { HiggsfieldCreate } from "@klingkit/spec/higgsfield";
import { guardArguments } from "../core/guard-arguments.ts";
import type { OperationMetrics } from "../core/metrics.ts";
import { requireOptions } from "../core/require-options.ts";
import type { CallOptions } from "../core/send.ts";
import type { CreatedTask } from "../core/task.ts";
import { createRequest, type HiggsfieldCreateOptions } from "./create-request.ts";
import { estimateRequest, type ServiceEstimate } from "./estimate.ts";
import { createHiggsfieldCore, type HiggsfieldOptions } from "./higgsfield-core.ts";
import { createModels, type ModelsResource } from "./models.ts";
import type { HiggsfieldParams } from "./params.gen.ts";
import { createRequests, type RequestsResource } from "./requests.ts";
import { type Uploaded, type UploadInput, uploadFile } from "./upload.ts";

/** Client of the Higgsfield API for Kling models. */
export interface Higgsfield {
  /**
   * Sends a body once, with an Idempotency-Key where the era has them; costs money when the request is completed. After an
   * unclear end (`mayHaveCharged: "unknown"`), call it again with the same endpoint, body, options and `idempotencyKey`
   * (`error.externalTaskId`): the service returns the original request. Throws InvalidRequestError before any byte leaves when a
   * rule is broken.
   */
  create<Endpoint extends keyof HiggsfieldParams>(
    endpoint: Endpoint,
    body: HiggsfieldParams[Endpoint],
    options?: HiggsfieldCreateOptions,
  ): Promise<CreatedTask>;
  create(operation: HiggsfieldCreate, body: object, options?: HiggsfieldCreateOptions): Promise<CreatedTask>;
  /** Asks the service for a price. Free. `unavailable` where it has none. */
  estimate(
    endpoint: HiggsfieldCreate | keyof HiggsfieldParams,
    body: object,
    options?: CallOptions,
  ): Promise<ServiceEstimate>;
  readonly requests: RequestsResource;
  readonly models: ModelsResource;
  /** Brings a file to where the service can fetch it. Free. */
  upload(input: UploadInput): Promise<Uploaded>;
  /** Where requests go to, without a slash at the end. */
  readonly baseUrl: string;
  /** Whether a create may be repeated with its key; false in the eras `a` and `b`. */
  readonly hasIdempotencyKeys: boolean;
  /** Counters since the client was made, by operation id. */
  metrics(): Readonly<Record<string, OperationMetrics>>;
  /** The service's clock minus ours in ms, from `Date` headers; undefined before the first response. */
  serverTimeOffsetMs(): number | undefined;
}

/**
 * Makes a client. Sends nothing and reads no environment. Throws ConfigError for unusable options.
 * @example
 * const higgsfield = createHiggsfield({ credentials });
 * const created = await higgsfield.create("kling-video/v2.6/pro/text-to-video", { prompt: "a fox in the snow" });
 * const task = await higgsfield.requests.wait(created);
 * console.log(task.videos[0]?.url);
 */
export function createHiggsfield(options: HiggsfieldOptions = {}): Higgsfield {
  requireOptions(options, "createHiggsfield", "{ credentials }");
  const core = createHiggsfieldCore(options);
  const higgsfield: Higgsfield = {
    create: (endpoint: HiggsfieldCreate | string, body: object, createOptions?: HiggsfieldCreateOptions) =>
      createRequest(core, endpoint, body, createOptions),
    estimate: (endpoint, body, callOptions) => estimateRequest(core, endpoint, body, callOptions),
    requests: createRequests(core),
    models: createModels(core),
    upload: (input) => uploadFile(core, input),
    baseUrl: core.baseUrl,
    hasIdempotencyKeys: core.era.hasIdempotencyKeys,
    metrics: core.metrics,
    serverTimeOffsetMs: core.serverTimeOffsetMs,
  };
  return guardArguments(higgsfield, "higgsfield");
}
