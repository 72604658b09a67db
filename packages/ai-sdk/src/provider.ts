import { NoSuchModelError } from "@ai-sdk/provider";
import type { ModelName } from "@klingkit/spec";
import { createCatalogue, type ModelCatalogue } from "./catalogue.ts";
import { createProviderCore } from "./provider-core.ts";
import { listPending, type PendingJob } from "./recover/list-pending.ts";
import { type ResumedVideos, type ResumeOptions, resumeVideo } from "./recover/resume-video.ts";
import type { KlingkitProviderSettings } from "./settings.ts";
import { KlingkitVideoModel } from "./video-model.ts";

/** Ids of models: both names of the catalogue, and the ids of `@ai-sdk/klingai`, such as `kling-v2.6-t2v`. */
export type KlingVideoModelId = ModelName;

export type SpecificationVersion = "v3" | "v4";

/** A provider for `generateVideo`. */
export interface KlingkitProvider<Version extends SpecificationVersion = "v4"> {
  (modelId: KlingVideoModelId): KlingkitVideoModel<Version>;
  readonly specificationVersion: Version;
  video(modelId: KlingVideoModelId): KlingkitVideoModel<Version>;
  /** The same, by the name that registries use. */
  videoModel(modelId: KlingVideoModelId): KlingkitVideoModel<Version>;
  /** Continues a call whose process or answer was lost, and returns its videos. Buys nothing new. */
  resumeVideo(options: ResumeOptions): Promise<ResumedVideos>;
  /** Jobs of this provider's purpose that have not brought their video yet, newest first. */
  listPending(): Promise<readonly PendingJob[]>;
  /** What each model can do, in the provider form of the AI SDK. */
  readonly catalogue: ModelCatalogue;
  /** Closes the store. A later call opens it again. */
  close(): Promise<void>;
  /** Kling has none of these: they throw NoSuchModelError. */
  languageModel(modelId: string): never;
  embeddingModel(modelId: string): never;
  imageModel(modelId: string): never;
}

export interface ProviderKind<Version extends SpecificationVersion> {
  readonly name: string;
  readonly isDropIn: boolean;
  readonly version: Version;
}

export function createProvider<Version extends SpecificationVersion>(
  settings: KlingkitProviderSettings,
  { version, ...kind }: ProviderKind<Version>,
): KlingkitProvider<Version> {
  const core = createProviderCore(settings, kind);
  const video = (modelId: KlingVideoModelId) => new KlingkitVideoModel(modelId, core, version);
  const none = (modelType: "languageModel" | "embeddingModel" | "imageModel") => (modelId: string) => {
    throw new NoSuchModelError({ modelId, modelType });
  };
  let catalogue: ModelCatalogue | undefined;
  const provider = Object.assign((modelId: KlingVideoModelId) => video(modelId), {
    specificationVersion: version,
    video,
    videoModel: video,
    resumeVideo: (options: ResumeOptions) => resumeVideo(core, options),
    listPending: () => listPending(core),
    close: core.close,
    languageModel: none("languageModel"),
    embeddingModel: none("embeddingModel"),
    imageModel: none("imageModel"),
  });
  // Made when it is read: `Object.assign` would read a getter at once.
  Object.defineProperty(provider, "catalogue", {
    enumerable: true,
    get: () => {
      catalogue ??= createCatalogue();
      return catalogue;
    },
  });
  // The type of a function does not grow with the property defined above.
  return provider as KlingkitProvider<Version>;
}
