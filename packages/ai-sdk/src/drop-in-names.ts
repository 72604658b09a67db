import type { KlingAIVideoModelOptions } from "./call/klingai-options.ts";
import type { KlingkitProvider, KlingVideoModelId } from "./provider.ts";
import type { KlingkitProviderSettings } from "./settings.ts";

export type KlingAIProvider = KlingkitProvider;
export type KlingAIProviderSettings = KlingkitProviderSettings;
export type KlingAIVideoModelId = KlingVideoModelId;
/** The older name of `KlingAIVideoModelOptions`. */
export type KlingAIVideoProviderOptions = KlingAIVideoModelOptions;
