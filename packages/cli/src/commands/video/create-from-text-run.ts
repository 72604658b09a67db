import {
  parseCamera,
  parseCfgScale,
  parseDuration,
  parseMode,
  parseRatio,
  parseShots,
} from "../../create/parse-flags.ts";
import { dropUndefined } from "../../create/request-fields.ts";
import { runCreate } from "../../create/run-create.ts";
import type { Deps } from "../../deps.ts";
import type { CreateFromTextOptions } from "./create-from-text.ts";

export async function runCreateFromText(
  prompt: string | undefined,
  options: CreateFromTextOptions,
  deps: Deps,
): Promise<void> {
  const fields = dropUndefined({
    durationSeconds: parseDuration(options.duration),
    aspectRatio: parseRatio(options.ratio),
    shots: parseShots(options.shot),
    resolution: parseMode(options.mode),
    negativePrompt: options.negative,
    cfgScale: parseCfgScale(options.cfgScale),
    camera: parseCamera(options.cameraControl),
    audio: options.sound ? "native" : undefined,
  });
  const intent = {
    capability: "text-to-video",
    isPromptRequired: options.shot === undefined,
    slots: [],
    toRequest: () => fields,
  } as const;
  await runCreate(deps, options, { intent, prompt });
}
