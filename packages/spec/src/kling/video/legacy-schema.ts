import * as s from "../../schema/schema.ts";
import {
  IMAGE_TEXT,
  idText,
  imageText,
  optionalField,
  orientation,
  requiredField,
  taskOptions,
  videoText,
} from "../check/fields.ts";
import { ASPECT_RATIOS } from "../facts/capability.ts";
import { CAMERA_AXES, CAMERA_TYPES } from "./classic-limits.ts";
import { SHOT_LIMITS } from "./prompt.ts";

const prompt = () =>
  optionalField(s.string(), { description: "What the video shows.", unit: "characters", maxLength: 2500 });
const mode = (assumed: string) =>
  optionalField(s.oneOf(["std", "pro", "4k"]), {
    description: "Quality: std = 720p, pro = 1080p, 4k where the model has it.",
    serviceDefault: assumed,
  });
const modelName = (assumed: string) =>
  optionalField(s.string(), { description: "Model.", serviceDefault: assumed });
const seconds = () =>
  optionalField(s.string({ pattern: /^\d{1,2}$/ }), {
    description: "Length of the video, as text.",
    unit: "seconds",
    serviceDefault: "5",
  });
const ratio = () =>
  optionalField(s.oneOf(ASPECT_RATIOS), { description: "Width to height.", serviceDefault: "16:9" });
const sound = () =>
  optionalField(s.oneOf(["on", "off"]), { description: "Generates an audio track.", serviceDefault: "off" });
const elements = () =>
  optionalField(
    s.array(s.object({ element_id: requiredField(idText(), { description: "Id of an element." }) })),
    {
      description: "Elements of the account's library.",
    },
  );
const voices = () =>
  optionalField(
    s.array(
      s.object({
        voice_id: requiredField(idText(), { description: "Id of a custom or preset voice." }),
      }),
    ),
    {
      description: "Voices, named `<<<voice_1>>>` in the prompt; need audio.",
    },
  );

const multiShot = () => ({
  multi_shot: optionalField(s.boolean(), {
    description: "Makes a video of several shots.",
    serviceDefault: false,
  }),
  shot_type: optionalField(s.oneOf(["customize", "intelligence"]), {
    description: "`customize`: shots of multi_prompt; `intelligence`: the prompt is split.",
  }),
  multi_prompt: optionalField(
    s.array(
      s.object({
        index: requiredField(s.int(), { description: "Place of the shot, from 1." }),
        prompt: requiredField(s.string(), {
          description: "What the shot shows.",
          unit: "characters",
          maxLength: SHOT_LIMITS.maxCharacters,
        }),
        duration: requiredField(s.string({ pattern: /^\d{1,2}$/ }), {
          description: "Length of the shot, as text.",
          unit: "seconds",
        }),
      }),
    ),
    { description: "Shots in order; their lengths add up to the duration." },
  ),
});

/** Misspelt axes are unknown fields like any other. */
const cameraConfig = () =>
  s.object(
    Object.fromEntries(
      CAMERA_AXES.map((axis) => [
        axis,
        optionalField(s.number(), { description: "How far along this axis." }),
      ]),
    ),
  );

const creative = () => ({
  negative_prompt: optionalField(s.string(), {
    description: "What the video must not show.",
    unit: "characters",
    maxLength: 2500,
  }),
  cfg_scale: optionalField(s.number({ minimum: 0, maximum: 1 }), {
    description: "How closely the prompt is followed; the 2.x models ignore it.",
    serviceDefault: 0.5,
  }),
  camera_control: optionalField(
    s.object({
      type: requiredField(s.oneOf(CAMERA_TYPES), {
        description: "A movement; `simple` moves along one axis of config.",
      }),
      config: optionalField(cameraConfig(), {
        description: "With `simple` only: one axis that is not 0, between -10 and 10.",
      }),
    }),
    { description: "Camera movement of the 1.x models." },
  ),
});

export const text2videoBody = () =>
  s.object({
    model_name: modelName("kling-v1"),
    prompt: prompt(),
    ...creative(),
    ...multiShot(),
    sound: sound(),
    mode: mode("std"),
    aspect_ratio: ratio(),
    duration: seconds(),
    ...taskOptions(),
  });

export const image2videoBody = () =>
  s.object({
    model_name: modelName("kling-v1"),
    image: optionalField(imageText("legacyImage"), { description: `First frame: ${IMAGE_TEXT}` }),
    image_tail: optionalField(imageText("legacyImage"), { description: `Last frame: ${IMAGE_TEXT}` }),
    prompt: prompt(),
    ...creative(),
    ...multiShot(),
    element_list: elements(),
    voice_list: voices(),
    sound: sound(),
    mode: mode("std"),
    aspect_ratio: optionalField(s.string(), { description: "Without effect: the first frame decides." }),
    duration: seconds(),
    static_mask: optionalField(imageText("legacyImage"), {
      description: `Area that must not move: ${IMAGE_TEXT}`,
    }),
    dynamic_masks: optionalField(
      s.array(
        s.object({
          mask: requiredField(imageText("legacyImage"), { description: `Area that moves: ${IMAGE_TEXT}` }),
          trajectories: requiredField(s.array(s.object({ x: s.int(), y: s.int() })), {
            description: "2 to 77 points that the area passes.",
            unit: "pixels from the bottom left",
          }),
        }),
      ),
      { description: "Areas that move, each along points in pixels from the bottom left." },
    ),
    ...taskOptions(),
  });

export const omniVideoBody = () =>
  s.object({
    model_name: modelName("kling-video-o1"),
    prompt: prompt(),
    ...multiShot(),
    image_list: optionalField(
      s.array(
        s.object({
          image_url: requiredField(imageText("legacyImage"), { description: IMAGE_TEXT }),
          type: optionalField(s.oneOf(["first_frame", "end_frame"]), {
            description: "Frame to start or end with; a plain reference without it.",
          }),
        }),
      ),
      { description: "Images, named `<<<image_1>>>` in the prompt." },
    ),
    element_list: elements(),
    video_list: optionalField(
      s.array(
        s.object({
          video_url: requiredField(videoText(), {
            description: "http(s) URL of an mp4 or mov file.",
          }),
          refer_type: optionalField(s.oneOf(["base", "feature"]), {
            description: "`base` is edited, `feature` is referred to.",
            serviceDefault: "base",
          }),
          keep_original_sound: optionalField(s.oneOf(["yes", "no"]), {
            description: "Keeps the audio of the input.",
          }),
        }),
      ),
      { description: "At most one video, named `<<<video_1>>>` in the prompt." },
    ),
    sound: sound(),
    mode: mode("pro"),
    aspect_ratio: optionalField(s.oneOf(ASPECT_RATIOS), {
      description: "Width to height; an input frame or video decides instead.",
    }),
    duration: seconds(),
    ...taskOptions(),
  });

export const motionControlBody = () =>
  s.object({
    model_name: modelName("kling-v2-6"),
    prompt: prompt(),
    image_url: requiredField(imageText("legacyImage"), {
      description: `Whose appearance is used: ${IMAGE_TEXT}`,
    }),
    video_url: requiredField(videoText(), {
      description: "Whose motion is used: http(s) URL of an mp4 or mov file.",
    }),
    element_list: elements(),
    keep_original_sound: optionalField(s.oneOf(["yes", "no"]), {
      description: "Keeps the audio of the motion video.",
      serviceDefault: "yes",
    }),
    character_orientation: orientation(),
    mode: requiredField(s.oneOf(["std", "pro"]), { description: "Quality: std = 720p, pro = 1080p." }),
    ...taskOptions(),
  });
