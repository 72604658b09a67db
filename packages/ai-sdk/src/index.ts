// Providers
export type { KlingAIVideoModelOptions } from "./call/klingai-options.ts";
export type { KlingkitVideoOptions } from "./call/klingkit-options.ts";
// Results
export type { JobMetadata } from "./call/metadata.ts";
export type { ModelCatalogue } from "./catalogue.ts";
export { createKlingAI, createKlingkit, klingai, klingkit } from "./create-klingkit.ts";
// Names of `@ai-sdk/klingai`, so that one changed import is enough
export type {
  KlingAIProvider,
  KlingAIProviderSettings,
  KlingAIVideoModelId,
  KlingAIVideoProviderOptions,
} from "./drop-in-names.ts";
export type { KlingkitProvider, KlingVideoModelId } from "./provider.ts";
export type { PendingJob } from "./recover/list-pending.ts";
export type { ResumedVideos, ResumeOptions } from "./recover/resume-video.ts";
// Workflows
export { type SerializedModel, WORKFLOW_DESERIALIZE, WORKFLOW_SERIALIZE } from "./serialize-model.ts";
export type { Delivery, KlingkitProviderSettings, SpendingPolicy } from "./settings.ts";
export { KlingkitVideoError, type VideoErrorCode } from "./video-error.ts";
export { KlingkitVideoModel } from "./video-model.ts";
