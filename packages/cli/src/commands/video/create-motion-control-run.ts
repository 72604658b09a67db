import type { VideoRequest } from "@klingkit/spec";
import type { CreateOptions } from "../../create/create-options.ts";
import { requireVideoUrl } from "../../create/media-slots.ts";
import { parseResolution } from "../../create/parse-flags.ts";
import { dropUndefined } from "../../create/request-fields.ts";
import { runCreate } from "../../create/run-create.ts";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";

export interface CreateMotionControlOptions extends CreateOptions {
  readonly image?: string;
  readonly video?: string;
  readonly orientation?: string;
  readonly keepSound?: boolean;
}

export async function runCreateMotionControl(
  prompt: string | undefined,
  options: CreateMotionControlOptions,
  deps: Deps,
): Promise<void> {
  const { image, keepSound } = options;
  if (image === undefined)
    throw usageError("missing_image", "--image: give the person's image, as path or URL.");
  const videoUrl = requireVideoUrl("--video", options.video);
  if (videoUrl === undefined) throw usageError("missing_video", "--video: give the movement as http(s) URL.");
  const orientation = parseOrientation(options.orientation);
  const fields = dropUndefined({
    resolution: parseResolution(options.resolution),
    audio: keepSound === undefined ? undefined : keepSound ? "original" : "off",
  });
  const toRequest = (media: (input: string) => string): VideoRequest => ({
    ...fields,
    motion: { image: media(image), videoUrl, orientation },
  });
  const slot = {
    flag: "--image",
    input: image,
    notFound: "image_not_found",
    unreadable: "image_read_error",
  } as const;
  const intent = { capability: "motion-control", isPromptRequired: false, slots: [slot], toRequest } as const;
  await runCreate(deps, options, { intent, prompt });
}

function parseOrientation(text = "image"): "image" | "video" {
  if (text === "image" || text === "video") return text;
  throw usageError("invalid_orientation", `--orientation: no '${text}'. Use image or video.`);
}
