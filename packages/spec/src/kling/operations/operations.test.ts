import { describe, expect, it } from "vitest";
import { appraise, checkCreate } from "../check/check.ts";
import { EFFECT_SCENES, findEffectScene, WITHDRAWN_SCENES } from "../facts/effects/effect-scenes.ts";
import { MODELS } from "../facts/models.ts";
import { serviceMessage } from "../service-message.ts";
import { findCreate } from "./index.ts";
import { EXTENDABLE_MODELS } from "./video/video-extend.ts";

const U = "https://example.com/a.png";
const V = "https://example.com/a.mp4";

function operation(id: string) {
  const found = findCreate(id);
  if (!found) throw new Error(`no operation ${id}`);
  return found;
}
const refusals = (id: string, body: unknown, as: "client" | "service" = "client") =>
  checkCreate(operation(id), body, { as, serviceMessage }).issues.map(
    ({ rule, path, serviceMessage: said }) => `${rule} ${path}: ${said}`,
  );

describe("video-extend", () => {
  const id = "v1/video-extend";
  const body = { video_id: "846100000000000001" };
  it.each([
    [{ ...body, prompt: "the camera pulls back", negative_prompt: "", cfg_scale: 0.5 }, []],
    [{}, ["required video_id: video_id: must not be blank"]],
    [{ video_id: 846_100_000_000_001 }, ["type video_id: video_id value type is invalid, expected string"]],
    [{ ...body, cfg_scale: 1.1 }, ["range cfg_scale: cfg_scale: must be less than or equal to 1"]],
    [
      { ...body, prompt: "🦊".repeat(2501) },
      ["prompt-length prompt: prompt: size must be between 0 and 2500"],
    ],
    [{ ...body, model_name: "kling-v1" }, ["unknown-field model_name: model_name is not a known parameter"]],
    [
      { ...body, callback_url: "example.com" },
      ["callback-url callback_url: callback_url value 'example.com' is invalid"],
    ],
  ])("%j", (given, expected) => expect(refusals(id, given)).toEqual(expected));

  it("warns that Kling no longer runs the models whose videos can be extended", () => {
    const { warnings } = checkCreate(operation(id), body, { as: "client", serviceMessage });
    expect(warnings.map(({ rule, path }) => `${rule} ${path}`)).toEqual(["retirement-announced video_id"]);
    expect(warnings[0]?.message.match(/kling-v[\w-]+/g)).toEqual(EXTENDABLE_MODELS);
    const current = MODELS.filter(({ retiredOn }) => retiredOn === undefined).map(
      ({ legacyName }) => legacyName,
    );
    expect(EXTENDABLE_MODELS.filter((model) => current.includes(model))).toEqual([]);
  });

  it("costs what the mode of its source costs: at most 3.5 units", () => {
    expect(appraise(operation(id), body)).toMatchObject({
      outcome: { results: [{ kind: "video" }], slots: 1, pool: "video" },
      estimate: { isKnown: false, ceiling: { unit: "video", units: 3.5, usd: 0.49 } },
    });
  });
});

describe("video-to-audio", () => {
  const id = "v1/audio/video-to-audio";
  it.each([
    [{ video_id: "1" }, []],
    [{ video_url: V, sound_effect_prompt: "waves", bgm_prompt: "jazz", asmr_mode: true }, []],
    [{}, ["one-of video_id: video_id and video_url cannot be empty at the same time"]],
    [
      { video_id: "", video_url: null },
      ["one-of video_id: video_id and video_url cannot be empty at the same time"],
    ],
    [
      { video_id: "1", video_url: V },
      ["exclusive-fields video_id: video_id and video_url cannot be used together"],
    ],
    [
      { video_id: "1", bgm_prompt: "x".repeat(201) },
      ["prompt-length bgm_prompt: bgm_prompt: size must be between 0 and 200"],
    ],
    [{ video_url: "a.mp4" }, ["video-url video_url: Video URL is invalid"]],
    [
      { video_id: "1", watermark_info: { enabled: true } },
      ["unknown-field watermark_info: watermark_info is not a known parameter"],
    ],
  ])("%j", (given, expected) => expect(refusals(id, given)).toEqual(expected));

  it("brings a video and a sound in two formats, for a quarter of a unit", () => {
    expect(appraise(operation(id), { video_id: "1" })).toEqual({
      outcome: {
        results: [
          { kind: "video", hasSound: true },
          { kind: "audio", formats: ["mp3", "wav"] },
        ],
        slots: 1,
        pool: "video",
      },
      estimate: { isKnown: true, unit: "video", units: 0.25, usd: 0.035, priceCard: "2026-09-20" },
    });
  });
});

describe("text-to-audio", () => {
  const id = "v1/audio/text-to-audio";
  const body = { prompt: "fireworks", duration: 3 };
  it.each([
    [{ ...body, external_task_id: "", callback_url: "" }, []],
    [{ ...body, duration: 10 }, []],
    [{ ...body, duration: 2.9 }, ["range duration: duration: must be greater than or equal to 3"]],
    [{ ...body, duration: 10.1 }, ["range duration: duration: must be less than or equal to 10"]],
    [{ ...body, prompt: "🦊".repeat(201) }, ["prompt-length prompt: prompt: size must be between 0 and 200"]],
    [{ duration: 3 }, ["required prompt: prompt: must not be blank"]],
  ])("%j", (given, expected) => expect(refusals(id, given)).toEqual(expected));

  it("brings a sound of the asked length, to a tenth of a second", () =>
    expect(appraise(operation(id), { ...body, duration: 3.14 })).toMatchObject({
      outcome: { results: [{ kind: "audio", formats: ["mp3", "wav"], seconds: 3.1 }], slots: 1 },
      estimate: { isKnown: true, unit: "video", units: 0.25 },
    }));
});

describe("effects", () => {
  const id = "v1/effects";
  const single = { effect_scene: "pet_lion_pro", input: { image: U } };
  const dual = { effect_scene: "hug_pro", input: { images: [U, U] } };
  it.each([
    [{ ...single, watermark_info: { enabled: true } }, []],
    [dual, []],
    [{ ...single, input: {} }, ["required input.image: input.image: must not be blank"]],
    [{ ...single, input: { images: [U, U] } }, ["required input.image: input.image: must not be blank"]],
    [
      { ...single, input: { image: U, images: [U, U] } },
      ["exclusive-fields input.image: input.image and input.images cannot be used together"],
    ],
    [
      { ...dual, input: { image: U } },
      ["list-length input.images: input.images: size must be between 2 and 2"],
    ],
    [
      { ...dual, input: { images: [U] } },
      ["list-length input.images: input.images: size must be between 2 and 2"],
    ],
    [
      { ...dual, input: { images: [U, U, U] } },
      ["list-length input.images: input.images: size must be between 2 and 2"],
    ],
    [
      { ...dual, input: { images: [U, "b.png"] } },
      ["image-value input.images[1]: File is not in a valid base64 format"],
    ],
    [
      { ...single, input: { image: U, duration: "5" } },
      ["unknown-field input.duration: input.duration is not a known parameter"],
    ],
    [
      { ...single, effect_scene: "tiger_hug" },
      ["effect-scene effect_scene: effect_scene value 'tiger_hug' is invalid"],
    ],
  ])("%j", (given, expected) => expect(refusals(id, given)).toEqual(expected));

  it("names what replaced a withdrawn scene, and lets it through on demand", () => {
    const kiss = { ...dual, effect_scene: "kiss" };
    const [issue] = checkCreate(operation(id), kiss).issues;
    expect(issue?.message).toBe("effect_scene: 'kiss' was withdrawn on 2026-01-30. Use kiss_pro.");
    expect(checkCreate(operation(id), kiss, { allowsRetired: true }).issues).toEqual([]);
  });

  it("warns of a scene that the catalogue lacks, and the service refuses it", () => {
    const other = { ...single, effect_scene: "pet_lion_prow" };
    const [warning] = checkCreate(operation(id), other).warnings;
    expect(warning).toMatchObject({ rule: "effect-unknown" });
    expect(warning?.message).toContain("did you mean pet_lion_pro?");
    expect(refusals(id, other, "service")).toEqual([
      "effect-scene effect_scene: effect_scene value 'pet_lion_prow' is invalid",
    ]);
  });

  it("has no listed price, only what third parties paid", () =>
    expect(appraise(operation(id), { ...single, effect_scene: "happy_birthday" })).toMatchObject({
      outcome: { results: [{ kind: "video", seconds: 5 }], slots: 1, pool: "video" },
      estimate: { isKnown: false, assumed: { unit: "video", units: 4, usd: 0.56 } },
    }));

  it("lists the scenes of the service: 219, of which 15 take two pictures and 206 are in the list of China", () => {
    expect(new Set(EFFECT_SCENES.map(({ name }) => name)).size).toBe(219);
    expect(EFFECT_SCENES.filter(({ kind }) => kind === "dual")).toHaveLength(15);
    expect(EFFECT_SCENES.filter(({ isInChina }) => isInChina)).toHaveLength(206);
    expect(WITHDRAWN_SCENES).toHaveLength(114);
    expect(WITHDRAWN_SCENES.filter(({ name }) => findEffectScene(name))).toEqual([]);
  });
});

describe("avatar/image2video", () => {
  const id = "v1/avatar/image2video";
  const body = { image: U, sound_file: "https://example.com/a.mp3" };
  const ofBytes = (head: string, sizeBytes = 64) =>
    Buffer.concat([Buffer.from(head, "latin1"), Buffer.alloc(sizeBytes - head.length)]).toString("base64");
  const LIMIT_BYTES = 5 * 1_048_576;
  it.each([
    [{ ...body, mode: "pro", prompt: "she laughs", watermark_info: { enabled: true } }, []],
    [{ image: U, audio_id: "930801290416885794" }, []],
    [{ image: U }, ["one-of audio_id: audio_id and sound_file cannot be empty at the same time"]],
    [
      { ...body, audio_id: "1" },
      ["exclusive-fields audio_id: audio_id and sound_file cannot be used together"],
    ],
    [{ ...body, image: undefined }, ["required image: image: must not be blank"]],
    [{ ...body, mode: "4k" }, ["enum mode: mode value '4k' is invalid"]],
    [
      { ...body, prompt: "🦊".repeat(2501) },
      ["prompt-length prompt: prompt: size must be between 0 and 2500"],
    ],
    [{ ...body, sound_file: "a.mp3" }, ["audio-value sound_file: File is not in a valid base64 format"]],
    [{ ...body, sound_file: ofBytes("RIFF....WAVE") }, []],
    [{ ...body, sound_file: ofBytes("\0\0\0\x1cftypM4A ") }, []],
    [{ ...body, sound_file: ofBytes("\xff\xf1") }, []],
    [{ ...body, sound_file: ofBytes("ID3", LIMIT_BYTES) }, []],
  ])("%#", (given, expected) => expect(refusals(id, given)).toEqual(expected));

  it.each([
    ["too many bytes", ofBytes("ID3", LIMIT_BYTES + 1), "5 MB"],
    ["a picture", ofBytes("\x89PNG\r\n\x1a\n"), "holds png"],
  ])("refuses a sound of %s", (_, sound, words) => {
    const { issues } = checkCreate(operation(id), { ...body, sound_file: sound });
    expect(issues).toMatchObject([{ rule: "audio-content", message: expect.stringContaining(words) }]);
  });

  it.each([
    [{ ...body }, 11.3, 4.4],
    [{ ...body, mode: "pro" }, 11.5, 9.6],
    [{ ...body }, 0.2, 0.4],
  ])("%j of %s s costs %s units", (given, inputVideoSeconds, units) =>
    expect(appraise(operation(id), given, { inputVideoSeconds })).toMatchObject({
      estimate: { isKnown: true, unit: "video", units },
    }),
  );

  it("costs at most what 300 seconds cost", () =>
    expect(appraise(operation(id), body)).toMatchObject({
      estimate: { isKnown: false, ceiling: { units: 120 } },
    }));
});

describe("identify-face", () => {
  const id = "v1/identify-face";
  it.each([
    [{ video_url: V, video_id: "" }, []],
    [{}, ["one-of video_id: video_id and video_url cannot be empty at the same time"]],
    [
      { video_id: "1", video_url: V },
      ["exclusive-fields video_id: video_id and video_url cannot be used together"],
    ],
    [{ video_url: "a.mp4" }, ["video-url video_url: Video URL is invalid"]],
  ])("%j", (given, expected) => expect(refusals(id, given)).toEqual(expected));

  it("answers at once, and costs a twentieth of a unit", () => {
    expect(operation(id)).toMatchObject({ answer: "now", hasNoTask: true, answerId: "session_id" });
    expect(appraise(operation(id), { video_id: "1" })).toMatchObject({
      outcome: { slots: 0 },
      estimate: { isKnown: true, unit: "video", units: 0.05 },
    });
  });
});

describe("advanced-lip-sync", () => {
  const id = "v1/advanced-lip-sync";
  const face = {
    face_id: "0",
    sound_file: "https://example.com/a.mp3",
    sound_start_time: 0,
    sound_end_time: 2000,
    sound_insert_time: 0,
  };
  const body = (change: object = {}) => ({ session_id: "1", face_choose: [{ ...face, ...change }] });
  const at = "face_choose[0]";
  it.each([
    [body({ sound_volume: 2, original_audio_volume: 0 }), []],
    [body({ sound_file: undefined, audio_id: "1" }), []],
    [{ ...body(), session_id: "" }, ["required session_id: session_id: must not be blank"]],
    [{ session_id: "1" }, ["required face_choose: face_choose: must not be empty"]],
    [
      { session_id: "1", face_choose: [face, face] },
      ["list-length face_choose: face_choose: size must be between 1 and 1"],
    ],
    [
      body({ sound_file: undefined }),
      [`one-of ${at}.audio_id: ${at}.audio_id and ${at}.sound_file cannot be empty at the same time`],
    ],
    [
      body({ audio_id: "1" }),
      [`exclusive-fields ${at}.audio_id: ${at}.audio_id and ${at}.sound_file cannot be used together`],
    ],
    [
      body({ sound_end_time: 1999 }),
      [
        `sound-range ${at}.sound_end_time: ${at}.sound_end_time is not supported: the audio is cut to 1999 ms; at least 2000 must remain.`,
      ],
    ],
    [
      body({ sound_volume: 2.1 }),
      [`range ${at}.sound_volume: ${at}.sound_volume: must be less than or equal to 2`],
    ],
    [
      body({ sound_insert_time: -1 }),
      [`range ${at}.sound_insert_time: ${at}.sound_insert_time: must be greater than or equal to 0`],
    ],
  ])("%j", (given, expected) => expect(refusals(id, given)).toEqual(expected));

  it.each([
    [5, 0.5],
    [5.2, 1],
    [3, 0.5],
    [60, 6],
    [undefined, 6],
  ])("a video of %s s costs %s units", (inputVideoSeconds, units) => {
    const estimate = appraise(operation(id), body(), { inputVideoSeconds })?.estimate;
    expect(estimate?.isKnown ? estimate.units : estimate?.ceiling?.units).toBe(units);
  });
});

describe("lip-sync, the older form", () => {
  const id = "v1/lip-sync";
  const text = {
    mode: "text2video",
    video_id: "1",
    text: "x".repeat(120),
    voice_id: "oversea_male1",
    voice_language: "en",
  };
  const sound = {
    mode: "audio2video",
    video_url: V,
    audio_type: "url",
    audio_url: "https://example.com/a.mp3",
  };
  it.each([
    [text, []],
    [sound, []],
    [
      { ...text, text: "x".repeat(121) },
      ["prompt-length input.text: input.text: size must be between 0 and 120"],
    ],
    [{ ...text, voice_language: undefined }, ["voice-id input.voice_id: Voice id not found"]],
    [
      { ...text, voice_speed: 0.7 },
      ["range input.voice_speed: input.voiceSpeed: must be greater than or equal to 0.8"],
    ],
    [
      { ...text, video_url: V },
      ["exclusive-fields input.video_id: input.video_id and input.video_url cannot be used together"],
    ],
    [{ ...sound, audio_type: "file" }, ["required input.audio_file: input.audio_file: must not be blank"]],
    [{ ...sound, audio_url: "a.mp3" }, ["audio-value input.audio_url: File is not in a valid base64 format"]],
  ])("%j", (input, expected) => expect(refusals(id, { input })).toEqual(expected));

  it("takes no id of one's own", () =>
    expect(refusals(id, { input: text, external_task_id: "a" })).toEqual([
      "unknown-field external_task_id: external_task_id is not a known parameter",
    ]));
});

describe("multi-image2video", () => {
  const id = "v1/multi-image2video";
  const body = { image_list: [{ image: U }], prompt: "a fox" };
  const allowed = (given: object) =>
    checkCreate(operation(id), given, { allowsRetired: true, serviceMessage }).issues.map(
      ({ path, serviceMessage: said }) => `${path}: ${said}`,
    );

  it("is refused since its model was retired", () =>
    expect(refusals(id, body)).toEqual([
      "model-retired model_name: The model 'kling-v1-6' has been discontinued and is no longer available.",
    ]));

  it("takes one to four pictures", () => {
    const pictures = (count: number) => Array.from({ length: count }, () => ({ image: U }));
    expect(allowed({ ...body, image_list: pictures(4) })).toEqual([]);
    expect(allowed({ ...body, image_list: pictures(5) })).toEqual([
      "image_list: image_list: size must be between 1 and 4",
    ]);
    expect(allowed({ ...body, image_list: [] })).toEqual(["image_list: image_list: must not be empty"]);
  });
});

describe("images/generations", () => {
  const id = "v1/images/generations";
  const body = { prompt: "a puppy" };
  const v21 = { ...body, model_name: "kling-v2-1" };
  it.each([
    [{ ...body, n: 9, resolution: "2k", aspect_ratio: "21:9" }, []],
    [{ ...v21, image: U, image_reference: "subject", human_fidelity: 0.5, image_fidelity: 0 }, []],
    [{ ...body, negative_prompt: "", image: U }, []],
    [{}, ["required prompt: prompt: must not be blank"]],
    [{ ...body, n: 10 }, ["range n: n: must be less than or equal to 9"]],
    [{ ...body, n: 1.5 }, ["type n: n value type is invalid, expected integer"]],
    [{ ...body, aspect_ratio: "5:4" }, ["enum aspect_ratio: aspect_ratio value '5:4' is invalid"]],
    [
      { ...body, negative_prompt: "cats", image: U },
      ["exclusive-fields negative_prompt: negative_prompt and image cannot be used together"],
    ],
    [
      { ...v21, image_reference: "face" },
      ["dependent-field image_reference: image is required when image_reference is set"],
    ],
    [
      { ...v21, image: U, image_reference: "face", human_fidelity: 0.5 },
      ["dependent-field human_fidelity: image_reference 'subject' is required when human_fidelity is set"],
    ],
    [
      { ...body, image_fidelity: 0.5 },
      ["unsupported-field image_fidelity: image_fidelity is not a known parameter"],
    ],
    [
      { ...v21, element_list: [{ element_id: "160" }] },
      ["unsupported-field element_list: element_list is not a known parameter"],
    ],
    [
      { ...body, model_name: "kling-v1" },
      ["model-retired model_name: The model 'kling-v1' has been discontinued and is no longer available."],
    ],
    [{ ...body, model_name: "sora" }, ["model model_name: model is not supported"]],
    [{ ...body, image: "a.png" }, ["image-value image: File is not in a valid base64 format"]],
  ])("%j", (given, expected) => expect(refusals(id, given)).toEqual(expected));

  it("counts elements and the image together", () => {
    const elements = Array.from({ length: 10 }, (_, at) => ({ element_id: String(at + 1) }));
    expect(refusals(id, { ...body, element_list: elements })).toEqual([]);
    expect(refusals(id, { ...body, image: U, element_list: elements })).toHaveLength(1);
  });

  it.each([
    [body, "kling-3.0/image", 1, 8],
    [{ ...body, n: 3 }, "kling-3.0/image", 3, 24],
    [v21, "kling-v2-1/image", 1, 4],
    [{ ...v21, image: U, n: 2 }, "kling-v2-1/image", 2, 16],
  ])("%j holds a slot and costs image units for each image", (given, pool, count, units) => {
    const appraisal = appraise(operation(id), given);
    expect(appraisal).toMatchObject({
      outcome: { slots: count, pool },
      estimate: { isKnown: true, unit: "image", units },
    });
    expect(appraisal?.outcome.results).toHaveLength(count);
  });
});

describe("audio/tts", () => {
  const id = "v1/audio/tts";
  const body = { text: "Good morning", voice_id: "oversea_male1", voice_language: "en" };
  it.each([
    [{ ...body, voice_speed: 1.2 }, []],
    [{ ...body, voice_language: undefined }, ["required voice_language: voice_language: must not be blank"]],
    [{ ...body, voice_language: "zh" }, ["voice-id voice_id: Voice id not found"]],
    [{ ...body, voice_speed: 2.1 }, ["range voice_speed: voice_speed: must be less than or equal to 2"]],
    [{ ...body, voice_speed: 0.7 }, ["range voice_speed: voice_speed: must be greater than or equal to 0.8"]],
    [{ ...body, text: "x".repeat(1001) }, ["prompt-length text: text: size must be between 0 and 1000"]],
    [
      { ...body, external_task_id: "a" },
      ["unknown-field external_task_id: external_task_id is not a known parameter"],
    ],
  ])("%j", (given, expected) => expect(refusals(id, given)).toEqual(expected));

  it("warns of a voice that the catalogue lacks, and the service refuses it", () => {
    const other = { ...body, voice_id: "somebody" };
    expect(checkCreate(operation(id), other)).toMatchObject({
      issues: [],
      warnings: [{ rule: "voice-unknown", path: "voice_id" }],
    });
    expect(refusals(id, other, "service")).toEqual(["voice-id voice_id: Voice id not found"]);
  });

  it("answers at once, holds no slot, and costs a twentieth of a unit", () => {
    expect(operation(id)).toMatchObject({ effect: "spends", answer: "now", action: "call" });
    expect(appraise(operation(id), body)).toMatchObject({
      outcome: { results: [{ kind: "audio", formats: ["mp3"] }], slots: 0 },
      estimate: { isKnown: true, unit: "video", units: 0.05 },
    });
  });
});
