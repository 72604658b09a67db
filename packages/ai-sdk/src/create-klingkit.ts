import { createProvider, type KlingkitProvider } from "./provider.ts";
import { DROP_IN_NAME, PROVIDER_NAME } from "./provider-name.ts";
import type { KlingkitProviderSettings } from "./settings.ts";

/**
 * Makes a provider whose video models buy each video once. Reads and opens nothing before the first call.
 * @example
 * const klingkit = createKlingkit({ outputDir: "videos" });
 * const { providerMetadata } = await generateVideo({ model: klingkit.video("kling-3.0-turbo"), prompt: "a fox" });
 */
export const createKlingkit = (settings: KlingkitProviderSettings = {}): KlingkitProvider =>
  createProvider(settings, { name: PROVIDER_NAME, isDropIn: false, version: "v4" });

/** The same, in the place of `createKlingAI` of `@ai-sdk/klingai`: videos come as bytes, and a retired model is replaced with a warning. */
export const createKlingAI = (settings: KlingkitProviderSettings = {}): KlingkitProvider =>
  createProvider(
    { retiredModels: "replace", ...settings },
    { name: DROP_IN_NAME, isDropIn: true, version: "v4" },
  );

/** The provider with the keys of the environment and the store of the `kling` command. */
export const klingkit: KlingkitProvider = /* @__PURE__ */ createKlingkit();

/** In the place of the default instance of `@ai-sdk/klingai`. */
export const klingai: KlingkitProvider = /* @__PURE__ */ createKlingAI();
