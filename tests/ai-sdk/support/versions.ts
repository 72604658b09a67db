import { createKlingkit, type KlingkitProviderSettings } from "@klingkit/ai-sdk";
import { createKlingkit as createV3 } from "@klingkit/ai-sdk/v3";
import { experimental_generateVideo as newest } from "ai";
import { experimental_generateVideo as of6 } from "ai-6";
import { experimental_generateVideo as of7040 } from "ai-7.0.40";
import { experimental_generateVideo as of70107 } from "ai-7.0.107";
import { experimental_generateVideo as of70163 } from "ai-7.0.163";

// Warnings are part of results here, and no lines of a test's output.
Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

interface Call {
  readonly settings: KlingkitProviderSettings;
  readonly modelId?: string;
  readonly prompt?: string;
  readonly n?: number;
}

interface Made {
  /** Bytes of the videos that the caller holds. */
  readonly bytes: readonly Uint8Array[];
  /** Videos that were delivered without bytes. */
  readonly uploaded: number;
  readonly providerMetadata: Readonly<Record<string, unknown>>;
  readonly warnings: readonly unknown[];
}

type Generate = (call: Call) => Promise<Made>;

const argsOf = ({ prompt = "A fox in the snow", n = 1 }: Call) => ({ prompt, n, duration: 5 });
const MODEL = "kling-2.5-turbo";

interface Answer {
  readonly videos: readonly { readonly uint8Array: Uint8Array }[];
  readonly uploadedVideos?: number;
  readonly providerMetadata: Readonly<Record<string, unknown>>;
  readonly warnings: readonly unknown[];
}

const madeOf = ({ videos, uploadedVideos = 0, providerMetadata, warnings }: Answer): Made => ({
  bytes: videos.map(({ uint8Array }) => uint8Array),
  uploaded: uploadedVideos,
  providerMetadata,
  warnings,
});

const modelOf = ({ settings, modelId = MODEL }: Call) => createKlingkit(settings).video(modelId);

/** `generateVideo` of every version that is served, oldest first. */
export const VERSIONS: readonly (readonly [string, Generate])[] = [
  [
    "6.0.325",
    async (call) =>
      madeOf(await of6({ model: createV3(call.settings).video(call.modelId ?? MODEL), ...argsOf(call) })),
  ],
  ["7.0.40", async (call) => madeOf(await of7040({ model: modelOf(call), ...argsOf(call) }))],
  ["7.0.107", async (call) => madeOf(await of70107({ model: modelOf(call), ...argsOf(call) }))],
  ["7.0.163", async (call) => madeOf(await of70163({ model: modelOf(call), ...argsOf(call) }))],
  ["7.0.173", async (call) => madeOf(await newest({ model: modelOf(call), ...argsOf(call) }))],
];
