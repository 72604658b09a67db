import type { Experimental_VideoModelV4, Experimental_VideoModelV4CallOptions } from "@ai-sdk/provider";
import { buyCall } from "./call/buy.ts";
import { createCallParts } from "./call/call-parts.ts";
import { deliver } from "./call/deliver.ts";
import { deliveryFor } from "./call/delivery.ts";
import { readLinks } from "./call/links.ts";
import { metadataOf } from "./call/metadata.ts";
import { readOperation, writeOperation } from "./call/operation.ts";
import { type PlannedCall, planCall } from "./call/plan-call.ts";
import {
  type CallState,
  collectedOf,
  failureOf,
  failuresOf,
  isBlocked,
  isOver,
  readCall,
} from "./call/read-call.ts";
import { createStartCheck } from "./call/start-parts.ts";
import { abortedError, blockedError, continueCall, processCall, processToEnd } from "./call/wait.ts";
import { endWait, takeWebhook } from "./call/webhook-calls.ts";
import { MAX_VIDEOS_PER_CALL } from "./max-videos.ts";
import { createProviderCore, type ProviderCore } from "./provider-core.ts";
import { DROP_IN_NAME, PROVIDER_NAME } from "./provider-name.ts";
import type { VideoResult, VideoStart, VideoStatus, VideoWarning } from "./results.ts";
import {
  type SerializedModel,
  serializeModel,
  WORKFLOW_DESERIALIZE,
  WORKFLOW_SERIALIZE,
} from "./serialize-model.ts";
import type { Session } from "./session/session.ts";
import type { Delivery } from "./settings.ts";
import { KlingkitVideoError } from "./video-error.ts";
import { type CallProgress, withVideoError } from "./with-video-error.ts";

type CallOptions = Experimental_VideoModelV4CallOptions;
type StartOptions = CallOptions & { readonly webhookUrl?: string };
type StatusOptions = Parameters<NonNullable<Experimental_VideoModelV4["doStatus"]>>[0];

/** A call under way: how far it has come, and which of the calls of one `generateVideo` it is. */
interface Running {
  readonly progress: CallProgress;
  readonly part: number;
}

/** `doStart` returns when the create requests were answered; what waits for a slot longer than this is sent by `doStatus`. */
const START_MS = 30_000;
/** How long one `doStatus` processes the jobs. */
const STATUS_MS = 1000;

/** A video model over the engine. Private fields are not `#`: `ai` 7 wraps models of v3 in a Proxy. */
export class KlingkitVideoModel<Version extends "v3" | "v4" = "v4"> {
  readonly maxVideosPerCall = MAX_VIDEOS_PER_CALL;
  declare readonly provider: string;

  declare readonly specificationVersion: Version;
  declare readonly modelId: string;
  /** A function, so that who logs a model writes no key. */
  declare readonly core: () => ProviderCore;
  private readonly runPart = createCallParts();
  private readonly checkStart = createStartCheck();
  /** Absent in models of `createKlingAI`: those of `@ai-sdk/klingai` poll instead, and never call the caller's webhook. */
  declare readonly handleWebhookOption?: NonNullable<Experimental_VideoModelV4["handleWebhookOption"]>;

  constructor(modelId: string, core: ProviderCore, specificationVersion: Version) {
    this.modelId = modelId;
    this.core = () => core;
    this.specificationVersion = specificationVersion;
    this.provider = core.name;
    if (!core.isDropIn) this.handleWebhookOption = takeWebhook;
  }

  /** Buys the videos once, and resolves when they are on the disk. Throws KlingkitVideoError. */
  async doGenerate(options: CallOptions): Promise<VideoResult> {
    const run = (part: number) => withVideoError((progress) => this.generate(options, { progress, part }));
    return this.runPart(options, run);
  }

  private async generate(options: CallOptions, { progress, part }: Running): Promise<VideoResult> {
    const { planned, session, engine, call } = await this.buy(options, { progress, part });
    const { pollTimeoutMs: timeoutMs } = planned;
    const state = await processToEnd(engine, call, { timeoutMs, signal: options.abortSignal });
    const end = await this.endOf(session, state, this.deliveryOf(options));
    return { ...end, warnings: [...planned.warnings, ...end.warnings] };
  }

  /** Sends the create requests, and returns what `doStatus` of any process needs. */
  async doStart(options: StartOptions): Promise<VideoStart> {
    return withVideoError(async (progress) => {
      const { webhookUrl } = options;
      await this.checkStart(options);
      const { planned, session, engine, call } = await this.buy(options, { progress, part: 0 });
      await continueCall(engine, call);
      await processCall(engine, call, {
        until: "accepted",
        timeoutMs: START_MS,
        signal: options.abortSignal,
      });
      const state = await readCall(engine, call);
      if (options.abortSignal?.aborted) throw abortedError(state, options.abortSignal);
      if (isOver(state) && collectedOf(state).length === 0) throw failureOf(state);
      endWait(webhookUrl, call);
      const delivery = this.deliveryOf(options);
      return {
        operation: writeOperation({ call, delivery, isAwaited: webhookUrl !== undefined }),
        warnings: [...planned.warnings],
        providerMetadata: metadataOf(state, session),
        response: this.responseOf(session),
      };
    });
  }

  /** Processes the jobs for a moment and reports them. Makes no job, and throws where the videos will not come. */
  async doStatus(options: StatusOptions): Promise<VideoStatus> {
    return withVideoError(async (progress) => {
      const { call, delivery, isAwaited } = readOperation(options.operation);
      Object.assign(progress, { call, key: call.key, mayHaveJobs: true });
      const session = await this.core().session();
      const engine = session.engine();
      const timeoutMs = isAwaited ? undefined : STATUS_MS;
      await engine.refetchGone(call.jobIds);
      await processCall(engine, call, { timeoutMs, signal: options.abortSignal });
      const state = await readCall(engine, call);
      if (isOver(state)) return { status: "completed", ...(await this.endOf(session, state, delivery)) };
      if (options.abortSignal?.aborted) throw abortedError(state, options.abortSignal);
      if (isBlocked(state)) {
        if (collectedOf(state).length === 0) throw blockedError(state);
        return { status: "completed", ...(await this.endOf(session, state, delivery)) };
      }
      return {
        status: "pending",
        providerMetadata: metadataOf(state, session),
        response: this.responseOf(session),
      };
    });
  }

  /** What passes the boundaries of workflow steps: no keys, no database addresses. */
  static [WORKFLOW_SERIALIZE](model: KlingkitVideoModel<"v3" | "v4">): SerializedModel {
    return serializeModel(model);
  }

  static [WORKFLOW_DESERIALIZE](model: SerializedModel): KlingkitVideoModel<"v3" | "v4"> {
    const { modelId, specificationVersion, isDropIn, settings, expects } = model;
    const name = isDropIn ? DROP_IN_NAME : PROVIDER_NAME;
    const core = createProviderCore(settings, { name, isDropIn, expects });
    return new KlingkitVideoModel(modelId, core, specificationVersion);
  }

  private async buy(options: StartOptions, { progress, part }: Running) {
    const { settings } = this.core();
    if (options.abortSignal?.aborted) throw neverBegun(options.abortSignal);
    const session = await this.core().session();
    const planned: PlannedCall = await planCall({ modelId: this.modelId, options, settings, session, part });
    const { maxUnits } = planned;
    const engine = session.engine({ maxUnits, callbackUrl: options.webhookUrl?.split("#")[0] });
    Object.assign(progress, { key: planned.key, mayHaveJobs: true });
    const call = await buyCall(engine, planned, { session, settings });
    Object.assign(progress, { call });
    return { planned, session, engine, call };
  }

  private deliveryOf({ headers }: Pick<CallOptions, "headers">): Delivery {
    const { settings, isDropIn } = this.core();
    return deliveryFor({ headers, deliver: settings.deliver, isDropIn });
  }

  private responseOf({ nowMs }: Session) {
    return { timestamp: new Date(nowMs()), modelId: this.modelId, headers: undefined };
  }

  /** Videos of the jobs that brought one; a warning for each of the others. Throws where none did. */
  private async endOf(session: Session, state: CallState, delivery: Delivery) {
    const done = collectedOf(state);
    if (done.length === 0) throw failureOf(state);
    const needsLinks = delivery === "url" || this.core().isDropIn;
    const links = needsLinks ? await readLinks(session, done) : new Map();
    const warnings: VideoWarning[] = failuresOf(state).map((message) => ({ type: "other", message }));
    return {
      videos: await deliver(done, { delivery, links }),
      warnings,
      providerMetadata: metadataOf(state, session, links),
      response: this.responseOf(session),
    };
  }
}

const neverBegun = ({ reason }: AbortSignal) =>
  new KlingkitVideoError({
    code: "aborted",
    message: "The call was aborted before it began. Nothing was sent.",
    mayHaveCharged: "no",
    cause: reason,
  });
