import type { JsonObject } from "../../json-object.ts";
import type { CapabilityRow } from "../facts/capability.ts";
import type { VideoOperation } from "../operation.ts";
import { formatPromptShots } from "../video/prompt.ts";
import { nameItems, type VideoRequest } from "../video/request.ts";

/** Drops undefined values, so that the payload holds only what was meant. */
export const compact = (value: Readonly<Record<string, unknown>>): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));

const nonEmpty = (value: JsonObject): JsonObject | undefined =>
  Object.keys(value).length > 0 ? value : undefined;

/** Prompt with shots in the family's own syntax. */
function promptOf({ prompt, shots }: VideoRequest): string | undefined {
  return shots && shots.length > 0 ? formatPromptShots(shots) : prompt;
}

function settingsOf(request: VideoRequest, row: CapabilityRow): JsonObject {
  const { durationSeconds, aspectRatio, resolution, audio, shots, isMultiShot, video, motion } = request;
  const hasShots = (shots?.length ?? 0) > 0;
  const wantsShots = hasShots || isMultiShot === true;
  const isEdit = video?.use === "base";
  const hasSwitch = row.multiShotDefault !== null;
  // The switch is on by default; a request that asks for one shot must say so. A feature video takes `true` only,
  // an edited one `false` only: shots are then written as asked, for the rules to refuse, never dropped.
  const multiShot = hasSwitch && video?.use !== "feature" ? wantsShots : undefined;
  return compact({
    // A row without a switch still gets an explicit wish, so that the rules can refuse it by name. Shots may stand in its prompt.
    multi_shot: multiShot ?? (wantsShots && !(hasShots && row.hasPromptShots) ? true : undefined),
    // A row with one mode has no field for it; what it does anyway need not be said.
    audio:
      row.audio.length === 1 && audio === row.defaultAudio
        ? undefined
        : // Beside `off` it is written as asked, too: as on the legacy path, or for the rules to refuse it by name.
          video?.keepsSound && (audio ?? "off") === "off"
          ? "original"
          : audio,
    resolution,
    aspect_ratio: aspectRatio,
    duration: isEdit ? undefined : durationSeconds,
    character_orientation: motion?.orientation,
  });
}

function contentsOf(request: VideoRequest): readonly JsonObject[] {
  const names = nameItems(request);
  const prompt = promptOf(request);
  const { firstFrame, lastFrame, video, motion } = request;
  return [
    ...(prompt === undefined ? [] : [{ type: "prompt", text: prompt }]),
    ...(firstFrame === undefined ? [] : [{ type: "first_frame", url: firstFrame }]),
    ...(lastFrame === undefined ? [] : [{ type: "last_frame", url: lastFrame }]),
    ...(request.references ?? []).map(({ image }, at) =>
      compact({ type: "refer_image", url: image, id: names.references[at] }),
    ),
    ...(video ? [compact({ type: `${video.use}_video`, url: video.url, id: names.video })] : []),
    ...(motion
      ? [
          { type: "image", url: motion.image },
          { type: "video", url: motion.videoUrl },
        ]
      : []),
    ...(request.elements ?? []).map(({ elementId }, at) =>
      compact({ type: "element", element_id: elementId, id: names.elements[at] }),
    ),
    ...(request.voices ?? []).map(({ voiceId }, at) =>
      compact({ type: "voice", voice_id: voiceId, id: names.voices[at] }),
    ),
  ];
}

/** Writes a request as a body of `POST /{capability}/{model}`. Judging it is `checkCreate`'s work. */
export function compileStandard(
  request: VideoRequest,
  operation: VideoOperation,
  row: CapabilityRow,
): JsonObject {
  const options = compact({
    callback_url: request.callbackUrl,
    external_task_id: request.externalTaskId,
    watermark_info: request.hasWatermark ? { enabled: true } : undefined,
  });
  const isText = operation.capability === "text-to-video";
  return compact({
    ...(isText ? { prompt: promptOf(request) } : { contents: contentsOf(request) }),
    settings: nonEmpty(settingsOf(request, row)),
    options: nonEmpty(options),
  });
}
