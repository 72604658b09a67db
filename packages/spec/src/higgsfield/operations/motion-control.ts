import type { JsonObject } from "../../json-object.ts";
import { requireObject } from "../../require-arguments.ts";
import * as s from "../../schema/schema.ts";
import { imageUrl, optional, optionalPrompt, required, videoUrl } from "../body/fields.ts";
import { HIGGSFIELD_MEDIA_RULES, secondsOf } from "../facts/media-rules.ts";
import { createOperation, TIERS } from "./create.ts";

const { motionVideo, motionVideoForImageOrientation } = HIGGSFIELD_MEDIA_RULES;

/** Rule of the input video, which depends on whose orientation the person follows. */
export const motionVideoRule = (body: JsonObject) => {
  requireObject("motionVideoRule", { body });
  const { character_orientation: orientation } = body;
  return orientation === "image" ? "motionVideoForImageOrientation" : "motionVideo";
};

const inputSeconds = (body: JsonObject) =>
  secondsOf(motionVideoRule(body) === "motionVideo" ? motionVideo : motionVideoForImageOrientation);

/** `v3`, not `v3.0`, in the path of the newer one. */
const motionControl = (version: "" | "v3/", tier: "std" | "pro") =>
  createOperation({
    path: `${version}motion-control/${tier}`,
    title: `Kling ${version === "" ? "2.6" : "3.0"}, motion control, ${tier}`,
    model: version === "" ? "kling-2.6" : "kling-3.0",
    workflow: "motion-control",
    rate: `${version}motion-control`,
    resolution: TIERS[tier],
    sound: "kept",
    inputSeconds,
    followsInput: true,
    fields: () => ({
      image_url: required(imageUrl("motionImage"), "The person who moves."),
      video_url: required(videoUrl(), "The motion."),
      prompt: optionalPrompt({ serviceDefault: "" }),
      keep_original_sound: optional(s.oneOf(["yes", "no"]), "Whether the audio of the video is kept.", {
        serviceDefault: "yes",
      }),
      character_orientation: optional(
        s.oneOf(["image", "video"]),
        "Which input the person's orientation follows.",
        { serviceDefault: "video" },
      ),
    }),
  });

export const MOTION_CONTROL = [
  motionControl("", "pro"),
  motionControl("", "std"),
  motionControl("v3/", "pro"),
  motionControl("v3/", "std"),
] as const;
