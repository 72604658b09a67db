// Providers
export type { KlingAIVideoModelOptions } from "./call/klingai-options.ts";
export type { KlingkitVideoOptions } from "./call/klingkit-options.ts";
// Results
export type { JobMetadata } from "./call/metadata.ts";
export type { ModelCatalogue } from "./catalogue.ts";
export { createKlingAI, createKlingkit, klingai, klingkit } from "./create-klingkit.ts";
export type { KlingkitProvider, KlingVideoModelId } from "./provider.ts";
export type { PendingJob } from "./recover/list-pending.ts";
export type { ResumedVideos, ResumeOptions } from "./recover/resume-video.ts";
export type { Delivery, KlingkitProviderSettings, SpendingPolicy } from "./settings.ts";
export { KlingkitVideoError, type VideoErrorCode } from "./video-error.ts";
export type { KlingkitVideoModel } from "./video-model.ts";
