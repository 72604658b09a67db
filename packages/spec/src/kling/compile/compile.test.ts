import { describe, expect, it } from "vitest";
import { ceilingOf } from "../../operation/price.ts";
import { findRoute } from "../routes/routes.ts";
import { capabilityOf, type VideoRequest } from "../video/request.ts";
import { type Compiled, type CompileOptions, compile } from "./compile.ts";

const U = "https://example.com/a.png";
const V = "https://example.com/a.mp4";

function written(request: VideoRequest, routeId: string, options: CompileOptions = {}): Compiled {
  const route = findRoute(routeId);
  if (!route) throw new Error(`no route ${routeId}`);
  return compile(request, route, options);
}
const rules = ({ issues }: Compiled) => issues.map(({ rule, path }) => `${rule} ${path}`);

describe("compile reproduces the documented bodies", () => {
  it("standard omni edit", () => {
    const request: VideoRequest = {
      prompt: "Change the parrot to the colour of @image_1, keep the rest of @video_1",
      references: [{ image: U }],
      video: { url: V, use: "base" },
      resolution: "1080p",
      audio: "original",
      callbackUrl: "https://xxx/callback",
    };
    expect(written(request, "omni-video:kling-3.0-omni").body).toEqual({
      contents: [
        { type: "prompt", text: request.prompt },
        { type: "refer_image", url: U, id: "image_1" },
        { type: "base_video", url: V, id: "video_1" },
      ],
      settings: { resolution: "1080p", audio: "original", multi_shot: false },
      options: { callback_url: "https://xxx/callback" },
    });
  });

  it("standard frames and element", () => {
    const request: VideoRequest = {
      prompt: "A door",
      firstFrame: U,
      lastFrame: U,
      elements: [{ elementId: "163" }],
      resolution: "1080p",
      durationSeconds: 10,
      audio: "native",
      hasWatermark: true,
    };
    expect(written(request, "image-to-video:kling-3.0").body).toEqual({
      contents: [
        { type: "prompt", text: "A door" },
        { type: "first_frame", url: U },
        { type: "last_frame", url: U },
        { type: "element", element_id: "163", id: "element_1" },
      ],
      settings: { resolution: "1080p", duration: 10, audio: "native", multi_shot: false },
      options: { watermark_info: { enabled: true } },
    });
  });

  it("standard motion control", () => {
    const request: VideoRequest = {
      motion: { image: U, videoUrl: V, orientation: "video" },
      audio: "original",
      resolution: "720p",
    };
    expect(written(request, "motion-control:kling-3.0").body).toEqual({
      contents: [
        { type: "image", url: U },
        { type: "video", url: V },
      ],
      settings: { character_orientation: "video", audio: "original", resolution: "720p" },
    });
  });

  it("standard voice", () => {
    const request: VideoRequest = {
      prompt: "The man @1 says: Hello",
      firstFrame: U,
      voices: [{ voiceId: "829", name: "1" }],
      audio: "native",
      resolution: "1080p",
      durationSeconds: 5,
    };
    expect(written(request, "image-to-video:kling-2.6").body).toEqual({
      contents: [
        { type: "prompt", text: "The man @1 says: Hello" },
        { type: "first_frame", url: U },
        { type: "voice", voice_id: "829", id: "1" },
      ],
      settings: { audio: "native", resolution: "1080p", duration: 5 },
    });
  });

  it("legacy shots", () => {
    const request: VideoRequest = {
      firstFrame: U,
      shots: [
        { prompt: "a", durationSeconds: 2 },
        { prompt: "b", durationSeconds: 3 },
      ],
      durationSeconds: 5,
      resolution: "1080p",
      audio: "native",
    };
    expect(written(request, "v1/image2video:kling-v3").body).toEqual({
      model_name: "kling-v3",
      image: U,
      multi_shot: true,
      shot_type: "customize",
      multi_prompt: [
        { index: 1, prompt: "a", duration: "2" },
        { index: 2, prompt: "b", duration: "3" },
      ],
      duration: "5",
      mode: "pro",
      sound: "on",
    });
  });

  it("legacy omni edit", () => {
    const request: VideoRequest = {
      prompt: "Put the crown from @crown on the girl in blue from @video_1.",
      references: [{ image: U, name: "crown" }],
      video: { url: V, use: "base", keepsSound: true },
      resolution: "1080p",
    };
    expect(written(request, "v1/omni-video:kling-video-o1").body).toEqual({
      model_name: "kling-video-o1",
      prompt: "Put the crown from <<<image_1>>> on the girl in blue from <<<video_1>>>.",
      image_list: [{ image_url: U }],
      video_list: [{ video_url: V, refer_type: "base", keep_original_sound: "yes" }],
      mode: "pro",
    });
  });

  it("keeps the sound of a video as it is asked for, also beside audio off, or refuses it by name", () => {
    const request = (use: "base" | "feature"): VideoRequest => ({
      prompt: "a fox",
      video: { url: V, use, keepsSound: true },
      resolution: "720p",
      audio: "off",
      ...(use === "base" ? {} : { durationSeconds: 5 }),
    });
    const edit = written(request("base"), "omni-video:kling-3.0-omni");
    expect(edit).toMatchObject({ body: { settings: { audio: "original" } }, issues: [] });
    const feature = written(request("feature"), "omni-video:kling-3.0-omni");
    expect(feature.issues).toEqual([expect.objectContaining({ field: "audio" })]);
    expect(written(request("feature"), "v1/omni-video:kling-v3-omni").body).toMatchObject({
      video_list: [{ refer_type: "feature", keep_original_sound: "yes" }],
    });
  });

  it.each([
    ["omni-video:kling-3.0-omni", "off, or original with family legacy"],
    ["v1/omni-video:kling-v3-omni", "original or off"],
  ])("names the audio that a video to refer to takes: %s", (route, allowed) => {
    const request: VideoRequest = { prompt: "a fox", video: { url: V, use: "feature" }, audio: "native" };
    expect(written(request, route).issues).toEqual([
      expect.objectContaining({ message: `audio: with a feature video it may only be ${allowed}.` }),
    ]);
  });

  it("legacy motion control and its required mode", () => {
    const request: VideoRequest = {
      prompt: "Dance",
      motion: { image: U, videoUrl: V, orientation: "image" },
      audio: "original",
      externalTaskId: "xxx",
    };
    expect(written(request, "v1/motion-control:kling-v2-6").body).toEqual({
      model_name: "kling-v2-6",
      image_url: U,
      video_url: V,
      prompt: "Dance",
      keep_original_sound: "yes",
      character_orientation: "image",
      mode: "std",
      external_task_id: "xxx",
    });
  });

  it("legacy motion brush", () => {
    const request: VideoRequest = {
      firstFrame: U,
      prompt: "Walk",
      cfgScale: 0.5,
      staticMask: U,
      dynamicMasks: [
        {
          mask: U,
          points: [
            { x: 279, y: 219 },
            { x: 417, y: 65 },
          ],
        },
      ],
      durationSeconds: 5,
      resolution: "1080p",
    };
    const compiled = written(request, "v1/image2video:kling-v1", { allowsRetired: true });
    expect(compiled.issues).toEqual([]);
    expect(compiled.body).toMatchObject({
      static_mask: U,
      dynamic_masks: [
        {
          mask: U,
          trajectories: [
            { x: 279, y: 219 },
            { x: 417, y: 65 },
          ],
        },
      ],
      cfg_scale: 0.5,
      mode: "pro",
    });
  });
});

describe("names in the prompt", () => {
  it("become places in the legacy family, frames counted first, longest name first", () => {
    const request: VideoRequest = {
      prompt: "@cat chases @cat2 to @house",
      firstFrame: U,
      references: [
        { image: U, name: "cat" },
        { image: U, name: "cat2" },
      ],
      elements: [{ elementId: "1", name: "house" }],
    };
    expect(written(request, "v1/omni-video:kling-v3-omni").body["prompt"]).toBe(
      "<<<image_2>>> chases <<<image_3>>> to <<<element_1>>>",
    );
  });

  it("stay in the standard family", () => {
    const request: VideoRequest = { prompt: "@cat", references: [{ image: U, name: "cat" }] };
    expect(written(request, "omni-video:kling-3.0-omni").body["contents"]).toContainEqual({
      type: "refer_image",
      url: U,
      id: "cat",
    });
  });
});

describe("what the other family has no place for", () => {
  it.each([
    [{ prompt: "A", negativePrompt: "b" }, "text-to-video:kling-3.0", "unsupported-field negativePrompt"],
    [{ prompt: "A", cfgScale: 1 }, "text-to-video:kling-3.0", "unsupported-field cfgScale"],
    [{ prompt: "A", firstFrame: U }, "text-to-video:kling-3.0", "unsupported-field firstFrame"],
    [{ prompt: "A", references: [{ image: U }] }, "v1/image2video:kling-v3", "unsupported-field references"],
    [{ prompt: "A", voices: [{ voiceId: "1" }] }, "v1/text2video:kling-v3", "unsupported-field voices"],
  ] as const)("%j for %s: %s", (request, route, refusal) =>
    expect(rules(written(request, route))).toContain(refusal),
  );
});

describe("compile", () => {
  it("says that a route is missing, by a code", () => {
    // @ts-expect-error A caller without types.
    expect(() => compile({ prompt: "A fox" })).toThrow(
      expect.objectContaining({
        name: "TypeError",
        code: "KLINGKIT_CONFIG",
        message: expect.stringContaining("compile needs a route after the request"),
      }),
    );
  });

  it("says one shot out loud, because 3.0 splits by default", () => {
    expect(written({ prompt: "A fox" }, "text-to-video:kling-3.0").body).toEqual({
      prompt: "A fox",
      settings: { multi_shot: false },
    });
    expect(written({ prompt: "A fox" }, "text-to-video:kling-2.6").body).toEqual({ prompt: "A fox" });
  });

  it("leaves out an audio mode that the model has anyway", () => {
    expect(rules(written({ prompt: "A fox", audio: "off" }, "text-to-video:kling-2.5-turbo"))).toEqual([]);
    expect(rules(written({ prompt: "A fox", audio: "native" }, "text-to-video:kling-3.0-turbo"))).toEqual([]);
    expect(rules(written({ prompt: "A fox", audio: "off" }, "text-to-video:kling-3.0-turbo"))).toEqual([
      "audio settings.audio",
    ]);
  });

  it("keeps multi_shot unsaid beside a feature video, which allows only true", () => {
    const request: VideoRequest = { prompt: "A fox", video: { url: V, use: "feature" } };
    expect(rules(written(request, "omni-video:kling-3.0-omni"))).toEqual([]);
  });

  it.each(["omni-video:kling-3.0-omni", "v1/omni-video:kling-v3-omni"])(
    "%s refuses shots of an edited video instead of dropping them",
    (route) => {
      const video = { url: V, use: "base" } as const;
      const split: VideoRequest = { prompt: "A fox", video, isMultiShot: true };
      const shots: VideoRequest = { video, shots: [{ prompt: "a", durationSeconds: 5 }] };
      for (const request of [split, shots]) {
        expect(written(request, route).issues.map(({ rule }) => rule)).toEqual([
          "multi-shot-with-base-video",
        ]);
      }
    },
  );

  it("remarks on a prompt that shots replace, in both families", () => {
    const request: VideoRequest = {
      prompt: "A",
      shots: [{ prompt: "b", durationSeconds: 5 }],
      durationSeconds: 5,
    };
    for (const route of ["text-to-video:kling-3.0", "v1/text2video:kling-v3"]) {
      expect(written(request, route).warnings.map(({ rule }) => rule)).toContain("prompt-ignored");
    }
  });

  it("warns of a route that nobody proved", () =>
    expect(written({ prompt: "A" }, "v1/text2video:kling-v2-6").warnings.map(({ rule }) => rule)).toContain(
      "route-unverified",
    ));

  it("prices what it writes", () => {
    expect(
      written({ prompt: "A", durationSeconds: 3 }, "text-to-video:kling-3.0-turbo").estimate,
    ).toMatchObject({ units: 2.4 });
    const edit: VideoRequest = { prompt: "A", video: { url: V, use: "base" } };
    expect(written(edit, "omni-video:kling-o1").estimate.isKnown).toBe(false);
    expect(written(edit, "omni-video:kling-o1", { inputVideoSeconds: 5 }).estimate).toMatchObject({
      units: 4.5,
    });
  });

  it.each([
    ["motion-control:kling-3.0", "image", 0],
    ["motion-control:kling-3.0", "image", 40],
    ["v1/motion-control:kling-v3", "video", 40],
    ["omni-video:kling-3.0-omni", "base", 60],
    ["omni-video:kling-3.0-omni", "feature", 1],
  ] as const)("refuses the length that an input video cannot have: %s, %s, %d s", (route, use, seconds) => {
    const request: VideoRequest =
      use === "base" || use === "feature"
        ? { prompt: "A", video: { url: V, use } }
        : { motion: { image: U, videoUrl: V, orientation: use } };
    const { issues, estimate } = written(request, route, { inputVideoSeconds: seconds });
    expect(issues).toMatchObject([
      {
        rule: "input-video-length",
        path: "inputVideoSeconds",
        message: expect.stringContaining(`${seconds} s`),
      },
    ]);
    if (use !== "feature") expect(ceilingOf(estimate)).toBeUndefined();
  });

  it("throws for a route that is only on record", () =>
    expect(() => written({ prompt: "A" }, "omni-video:kling-4.0")).toThrow(RangeError));

  it("never changes the request", () => {
    const request = Object.freeze({
      prompt: "A",
      shots: Object.freeze([Object.freeze({ prompt: "b", durationSeconds: 5 })]),
    });
    expect(() => written(request, "text-to-video:kling-3.0")).not.toThrow();
  });

  it("generated audio is refused for motion control in both families: it keeps audio, and makes none", () => {
    const motion = { image: U, videoUrl: V, orientation: "video" } as const;
    for (const route of ["motion-control:kling-3.0", "v1/motion-control:kling-v3"])
      expect(written({ motion, audio: "native" }, route).issues).toMatchObject([{ field: "audio" }]);
  });

  it.each([
    ["v1/motion-control:kling-v2-6", "native", "audio: kling-v2-6 takes audio original or off, not native."],
    ["text-to-video:kling-3.0-turbo", "off", "audio: kling-3.0-turbo takes audio native, not off."],
    ["text-to-video:kling-2.5-turbo", "native", "audio: kling-2.5-turbo takes audio off, not native."],
  ] as const)("%s has no field for audio %s, and names what it takes", (route, audio, message) => {
    const motion = { image: U, videoUrl: V, orientation: "video" } as const;
    const request = route.startsWith("v1/") ? { motion, audio } : { prompt: "A fox", audio };
    const allowed = findRoute(route)?.row?.audio;
    expect(written(request, route).issues).toMatchObject([
      { rule: "audio", field: "audio", message, allowed },
    ]);
  });

  it.each([
    [{ aspectRatio: "16:9" }, "aspectRatio: v1/motion-control:kling-v2-6 has no place for it."],
    [{ isMultiShot: true }, "isMultiShot: v1/motion-control:kling-v2-6 has no place for it."],
    [{ elements: [{ elementId: "1" }] }, "elements: kling-v2-6 takes no elements."],
    [{ resolution: "4k" }, "resolution: kling-v2-6 makes 720p, 1080p, not 4k."],
  ] as const)(
    "says once, in words of the request, what a body has no place or no word for: %j",
    (asked, said) => {
      const motion = { image: U, videoUrl: V, orientation: "video" } as const;
      const { issues } = written({ motion, ...asked }, "v1/motion-control:kling-v2-6");
      expect(issues.map(({ message }) => message)).toEqual([expect.stringContaining(said)]);
    },
  );
});

describe("capabilityOf", () => {
  it.each([
    [{ prompt: "A" }, "text-to-video"],
    [{ firstFrame: U }, "image-to-video"],
    [{ firstFrame: U, elements: [{ elementId: "1" }] }, "image-to-video"],
    [{ prompt: "A", elements: [{ elementId: "1" }] }, "omni-video"],
    [{ prompt: "A", references: [{ image: U }] }, "omni-video"],
    [{ prompt: "A", references: [] }, "text-to-video"],
    [{ prompt: "A", video: { url: V, use: "base" } }, "omni-video"],
    [{ motion: { image: U, videoUrl: V, orientation: "image" } }, "motion-control"],
  ] as const)("%j is %s", (request, capability) => expect(capabilityOf(request)).toBe(capability));
});
