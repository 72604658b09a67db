import type { CreateOptions } from "../../create/create-options.ts";
import {
  parseCamera,
  parseCfgScale,
  parseDuration,
  parseRatio,
  parseResolution,
  parseShots,
} from "../../create/parse-flags.ts";
import { dropUndefined } from "../../create/request-fields.ts";
import { runCreate } from "../../create/run-create.ts";
import type { Deps } from "../../deps.ts";

export interface CreateFromTextOptions extends CreateOptions {
  readonly duration?: string;
  readonly aspectRatio?: string;
  readonly negative?: string;
  readonly cfgScale?: string;
  readonly cameraControl?: string;
  readonly audio?: boolean;
  readonly shot?: readonly string[];
}

export async function runCreateFromText(
  prompt: string | undefined,
  options: CreateFromTextOptions,
  deps: Deps,
): Promise<void> {
  const fields = dropUndefined({
    durationSeconds: parseDuration(options.duration),
    aspectRatio: parseRatio(options.aspectRatio),
    shots: parseShots(options.shot),
    resolution: parseResolution(options.resolution),
    negativePrompt: options.negative,
    cfgScale: parseCfgScale(options.cfgScale),
    camera: parseCamera(options.cameraControl),
    audio: options.audio ? "native" : undefined,
  });
  const intent = {
    capability: "text-to-video",
    isPromptRequired: options.shot === undefined,
    slots: [],
    toRequest: () => fields,
  } as const;
  await runCreate(deps, options, { intent, prompt });
}
