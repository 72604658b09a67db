import { videoToAudio } from "@klingkit/spec";
import type { FieldFlag } from "../../create/body.ts";
import { klingBody } from "../../create/body.ts";
import { bodyOf, runBodyCreate } from "../../create/body-create.ts";
import type { CreateOptions } from "../../create/create-options.ts";
import { requireVideoUrl } from "../../create/media-slots.ts";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";

export interface AddSoundOptions extends CreateOptions {
  readonly url?: string;
  readonly sound?: string;
  readonly bgm?: string;
  readonly asmr?: boolean;
}

/** Buys sound for a video. Throws `missing_video_id`, `conflicting_input`, `invalid_video`, `invalid_sound` and `invalid_bgm`. */
export async function runAddSound(
  videoId: string | undefined,
  options: AddSoundOptions,
  deps: Deps,
): Promise<void> {
  const id = videoId?.trim() || undefined;
  const url = requireVideoUrl("--url", options.url);
  if (id === undefined && url === undefined)
    throw usageError("missing_video_id", "Which video? Give its id, or its address with --url.");
  if (id !== undefined && url !== undefined)
    throw usageError("conflicting_input", "Give either a video id or --url, not both.");
  const body = bodyOf({
    video_id: id,
    video_url: url,
    sound_effect_prompt: options.sound,
    bgm_prompt: options.bgm,
    asmr_mode: options.asmr ? true : undefined,
  });
  await runBodyCreate(deps, options, { operation: klingBody(videoToAudio.create), body, flags: FLAGS });
}

const FLAGS = {
  sound_effect_prompt: { flag: "--sound", code: "invalid_sound" },
  bgm_prompt: { flag: "--bgm", code: "invalid_bgm" },
  video_url: { flag: "--url", code: "invalid_video" },
} as const satisfies Readonly<Record<string, FieldFlag>>;
