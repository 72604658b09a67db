// For `ai` 6, which takes models of the specification before: the same models under its version.
import { createProvider, type KlingkitProvider } from "./provider.ts";
import { DROP_IN_NAME, PROVIDER_NAME } from "./provider-name.ts";
import type { KlingkitProviderSettings } from "./settings.ts";

export { KlingkitVideoError, type VideoErrorCode } from "./video-error.ts";

/** `createKlingkit` for `ai` 6. */
export const createKlingkit = (settings: KlingkitProviderSettings = {}): KlingkitProvider<"v3"> =>
  createProvider(settings, { name: PROVIDER_NAME, isDropIn: false, version: "v3" });

/** `createKlingAI` for `ai` 6. */
export const createKlingAI = (settings: KlingkitProviderSettings = {}): KlingkitProvider<"v3"> =>
  createProvider(
    { retiredModels: "replace", ...settings },
    { name: DROP_IN_NAME, isDropIn: true, version: "v3" },
  );

/** `klingkit` for `ai` 6. */
export const klingkit: KlingkitProvider<"v3"> = /* @__PURE__ */ createKlingkit();

/** `klingai` for `ai` 6. */
export const klingai: KlingkitProvider<"v3"> = /* @__PURE__ */ createKlingAI();
