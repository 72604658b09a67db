import type { VideoRequest } from "@klingkit/spec";
import {
  parseCamera,
  parseCfgScale,
  parseDuration,
  parseDynamicMasks,
  parseResolution,
  parseShots,
  splitList,
} from "../../create/parse-flags.ts";
import { dropUndefined } from "../../create/request-fields.ts";
import { runCreate } from "../../create/run-create.ts";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import type { CreateFromTextOptions } from "./create-from-text-run.ts";

export interface CreateFromImageOptions extends CreateFromTextOptions {
  readonly firstFrame?: string;
  readonly lastFrame?: string;
  readonly staticMask?: string;
  readonly dynamicMask?: string;
  readonly voice?: readonly string[];
}

export async function runCreateFromImage(
  prompt: string | undefined,
  options: CreateFromImageOptions,
  deps: Deps,
): Promise<void> {
  const { firstFrame, lastFrame, staticMask } = options;
  if (firstFrame === undefined && lastFrame === undefined)
    throw usageError("missing_image", "--first-frame: give an image, as path or URL.");
  if (options.aspectRatio !== undefined)
    throw usageError(
      "invalid_ratio",
      "--aspect-ratio: the first frame decides the ratio. Leave --aspect-ratio out. Nothing was sent.",
    );
  const dynamicMasks = parseDynamicMasks(options.dynamicMask) ?? [];
  const fields = imageFields(options);
  const image = { notFound: "image_not_found", unreadable: "image_read_error" } as const;
  const mask = { notFound: "mask_not_found", unreadable: "image_read_error" } as const;
  const slots = [
    ...(firstFrame === undefined ? [] : [{ flag: "--first-frame", input: firstFrame, ...image }]),
    ...(lastFrame === undefined ? [] : [{ flag: "--last-frame", input: lastFrame, ...image }]),
    ...(staticMask === undefined ? [] : [{ flag: "--static-mask", input: staticMask, ...mask }]),
    ...dynamicMasks.map((item) => ({ flag: "--dynamic-mask", input: item.mask, ...mask })),
  ];
  const toRequest = (media: (input: string) => string): VideoRequest => ({
    ...fields,
    ...(firstFrame === undefined ? {} : { firstFrame: media(firstFrame) }),
    ...(lastFrame === undefined ? {} : { lastFrame: media(lastFrame) }),
    ...(staticMask === undefined ? {} : { staticMask: media(staticMask) }),
    ...(dynamicMasks.length > 0
      ? { dynamicMasks: dynamicMasks.map(({ mask: input, points }) => ({ mask: media(input), points })) }
      : {}),
  });
  const intent = { capability: "image-to-video", isPromptRequired: false, slots, toRequest } as const;
  await runCreate(deps, options, { intent, prompt });
}

function imageFields(options: CreateFromImageOptions): VideoRequest {
  const voices = splitList(options.voice).map((voiceId) => ({ voiceId }));
  if (voices.length > 0 && !options.audio)
    throw usageError("incompatible_voice", "--voice: a voice needs --audio as well. Nothing was sent.");
  return dropUndefined({
    durationSeconds: parseDuration(options.duration),
    shots: parseShots(options.shot),
    resolution: parseResolution(options.resolution),
    negativePrompt: options.negative,
    cfgScale: parseCfgScale(options.cfgScale),
    camera: parseCamera(options.cameraControl),
    audio: options.audio ? "native" : undefined,
    voices: voices.length > 0 ? voices : undefined,
  });
}
