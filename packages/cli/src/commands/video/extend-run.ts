import { videoExtend } from "@klingkit/spec";
import type { FieldFlag } from "../../create/body.ts";
import { klingBody } from "../../create/body.ts";
import { bodyOf, runBodyCreate } from "../../create/body-create.ts";
import type { CreateOptions } from "../../create/create-options.ts";
import { parseCfgScale } from "../../create/parse-flags.ts";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";

export interface ExtendOptions extends CreateOptions {
  readonly prompt?: string;
  readonly negative?: string;
  readonly cfgScale?: string;
}

/** Buys 4 to 5 more seconds of a video. Throws `missing_video_id`, `invalid_cfg_scale` and `invalid_prompt`. */
export async function runExtend(
  videoId: string | undefined,
  options: ExtendOptions,
  deps: Deps,
): Promise<void> {
  const id = videoId?.trim();
  if (!id) throw usageError("missing_video_id", "Which video? Give its id: `kling video extend VIDEO_ID`.");
  const body = bodyOf({
    video_id: id,
    prompt: options.prompt,
    negative_prompt: options.negative,
    cfg_scale: parseCfgScale(options.cfgScale),
    watermark_info: options.watermark ? { enabled: true } : undefined,
  });
  await runBodyCreate(deps, options, { operation: klingBody(videoExtend.create), body, flags: FLAGS });
}

const FLAGS = {
  prompt: { flag: "--prompt", code: "invalid_prompt" },
  negative_prompt: { flag: "--negative", code: "invalid_prompt" },
} as const satisfies Readonly<Record<string, FieldFlag>>;
