import { avatar } from "@klingkit/spec";
import type { FieldFlag } from "../../create/body.ts";
import { klingBody } from "../../create/body.ts";
import { bodyOf, runBodyCreate } from "../../create/body-create.ts";
import type { CreateOptions } from "../../create/create-options.ts";
import { modeOf, parseResolution } from "../../create/parse-flags.ts";
import { parseInputSeconds } from "../../create/parse-input-seconds.ts";
import { readPrompt } from "../../create/read-prompt.ts";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";

export interface CreateAvatarOptions extends CreateOptions {
  readonly image?: string;
  readonly audio?: string;
  readonly audioId?: string;
  readonly audioSeconds?: string;
}

/** Buys a talking avatar. Throws `missing_image`, `missing_audio`, `conflicting_audio` and `invalid_mode`. */
export async function runCreateAvatar(
  prompt: string | undefined,
  options: CreateAvatarOptions,
  deps: Deps,
): Promise<void> {
  const { image, audio, audioId } = options;
  if (image === undefined)
    throw usageError("missing_image", "--image: give the person's image, as path or URL. Nothing was sent.");
  const inputSeconds = parseInputSeconds("--audio-seconds", options.audioSeconds);
  checkSound(options);
  const text = await readPrompt(deps, { prompt, promptFile: options.promptFile, isRequired: false });
  const body = bodyOf({
    image,
    sound_file: audio,
    audio_id: audioId,
    prompt: text,
    mode: modeOf(parseResolution(options.resolution)),
    watermark_info: options.watermark ? { enabled: true } : undefined,
  });
  const operation = klingBody(avatar.create);
  await runBodyCreate(deps, options, { operation, body, flags: FLAGS, inputSeconds });
}

function checkSound({ audio, audioId }: CreateAvatarOptions): void {
  if (audio === undefined && audioId === undefined)
    throw usageError(
      "missing_audio",
      "There is no audio. Give a file or URL with --audio, or the id of an audio file with --audio-id. Nothing was sent.",
    );
  if (audio !== undefined && audioId !== undefined)
    throw usageError("conflicting_audio", "Give either --audio or --audio-id, not both. Nothing was sent.");
}

const FLAGS = {
  image: { flag: "--image", code: "invalid_image" },
  sound_file: { flag: "--audio", code: "invalid_audio" },
  audio_id: { flag: "--audio-id", code: "invalid_audio" },
  mode: { flag: "--resolution", code: "invalid_mode" },
  prompt: { flag: "the prompt", code: "invalid_prompt" },
} as const satisfies Readonly<Record<string, FieldFlag>>;
