import { runBodyCreate } from "../../create/body-create.ts";
import { parseInputSeconds } from "../../create/parse-input-seconds.ts";
import type { Deps } from "../../deps.ts";
import { CliError } from "../../errors/cli-error.ts";
import { faceNeededError } from "./face-needed.ts";
import { findVideo } from "./find-video.ts";
import { type LipSyncOptions, readSpeech } from "./read-speech.ts";

/**
 * Finds the faces of a video and lets one speak, as one purchase. Throws `missing_video_id`, `missing_audio`, and `face_needed`
 * where several faces were found and none was named.
 */
export async function runLipSync(
  operand: string | undefined,
  options: LipSyncOptions,
  deps: Deps,
): Promise<void> {
  const { source, seconds } = findVideo(deps, options, operand);
  const inputSeconds = parseInputSeconds("--video-seconds", options.videoSeconds) ?? seconds;
  const speech = readSpeech(source, options);
  try {
    await runBodyCreate(deps, options, { ...speech, inputSeconds });
  } catch (error) {
    if (error instanceof CliError && error.code === "result_ambiguous")
      throw await faceNeededError(deps, options, error);
    throw error;
  }
}
