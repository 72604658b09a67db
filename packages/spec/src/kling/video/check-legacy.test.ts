import { describe, expect, it } from "vitest";
import { type CheckOptions, checkCreate } from "../check/check.ts";
import { findVideoCreate } from "../operations/index.ts";
import { serviceMessage } from "../service-message.ts";

const RETIRED: CheckOptions = { allowsRetired: true };
const KINDS: CheckOptions = { elementKind: (id) => (id.startsWith("9") ? "video" : "image") };

function check(product: string, body: unknown, options: CheckOptions = {}) {
  const operation = findVideoCreate(`v1/${product}`);
  if (!operation) throw new Error(`no product ${product}`);
  return checkCreate(operation, body, options);
}
const refusals = (product: string, body: unknown, options?: CheckOptions) =>
  check(product, body, options).issues.map(({ rule, path }) => `${rule} ${path}`);
const remarks = (product: string, body: unknown) =>
  check(product, body).warnings.map(({ rule, path }) => `${rule} ${path}`);
const sentence = (product: string, body: unknown, options?: CheckOptions) =>
  check(product, body, { ...options, serviceMessage }).issues[0]?.serviceMessage;

const U = "https://example.com/a.png";
const V = "https://example.com/a.mp4";
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

// Modes and lengths that the page "Video Models" ticks: S5 = std 5 s, P10 = pro 10 s …
const FOUR = ["S5", "S10", "P5", "P10"];
const PRO = ["P5", "P10"];
const CELLS = ["S5", "S10", "P5", "P10"].map((name) => ({
  name,
  mode: name.startsWith("S") ? "std" : "pro",
  duration: name.slice(1),
}));
const passing = (product: string, body: object) =>
  CELLS.filter(
    ({ mode, duration }) => refusals(product, { ...body, mode, duration }, RETIRED).length === 0,
  ).map(({ name }) => name);

describe("capability matrix of the page Video Models", () => {
  it.each([
    ["kling-v1", FOUR],
    ["kling-v1-6", FOUR],
    ["kling-v2-5-turbo", FOUR],
    ["kling-v2-6", FOUR],
    ["kling-v3", FOUR],
    ["kling-v1-5", []],
    ["kling-v2-1", []],
  ])("text2video with %s: %j", (model_name, cells) =>
    expect(passing("text2video", { model_name, prompt: "A fox" })).toEqual(cells),
  );

  it.each([
    "kling-v1",
    "kling-v1-5",
    "kling-v1-6",
    "kling-v2-1",
    "kling-v2-5-turbo",
    "kling-v2-6",
    "kling-v3",
  ])("image2video with %s: all four", (model_name) =>
    expect(passing("image2video", { model_name, image: U })).toEqual(FOUR),
  );

  it.each(["kling-v2-master", "kling-v2-1-master"])(
    "%s takes 5 and 10 seconds without a mode",
    (model_name) => {
      for (const duration of ["5", "10"]) {
        expect(refusals("text2video", { model_name, prompt: "A fox", duration }, RETIRED)).toEqual([]);
        expect(refusals("image2video", { model_name, image: U, duration }, RETIRED)).toEqual([]);
      }
    },
  );

  it.each([
    ["kling-v1", ["S5", "P5"]],
    ["kling-v1-5", PRO],
    ["kling-v1-6", PRO],
    ["kling-v2-master", []],
    ["kling-v2-1", PRO],
    ["kling-v2-1-master", []],
    ["kling-v2-5-turbo", PRO],
    ["kling-v2-6", PRO],
    ["kling-v3", FOUR],
  ])("start and end frame with %s: %j", (model_name, cells) =>
    expect(passing("image2video", { model_name, image: U, image_tail: U })).toEqual(cells),
  );

  it.each([
    ["kling-v1", []],
    ["kling-v1-5", PRO],
    ["kling-v1-6", PRO],
    ["kling-v2-1", []],
    ["kling-v2-5-turbo", []],
    ["kling-v2-6", []],
    ["kling-v3", []],
  ])("end frame alone with %s: %j", (model_name, cells) =>
    expect(passing("image2video", { model_name, image_tail: U })).toEqual(cells),
  );

  const camera = { camera_control: { type: "simple", config: { zoom: 5 } } };
  it.each([
    ["text2video", "kling-v1", ["S5"]],
    ["text2video", "kling-v1-6", []],
    ["text2video", "kling-v2-5-turbo", []],
    ["text2video", "kling-v3", []],
    ["image2video", "kling-v1", []],
    ["image2video", "kling-v1-5", ["P5"]],
    ["image2video", "kling-v1-6", []],
    ["image2video", "kling-v3", []],
  ])("camera control in %s with %s: %j", (product, model_name, cells) => {
    const input = product === "text2video" ? { prompt: "A fox" } : { image: U };
    expect(passing(product, { model_name, ...input, ...camera })).toEqual(cells);
  });

  it.each([
    ["kling-v1", ["S5", "P5"]],
    ["kling-v1-5", ["P5"]],
    ["kling-v1-6", []],
    ["kling-v2-5-turbo", []],
    ["kling-v2-6", []],
    ["kling-v3", []],
  ])("motion brush with %s: %j", (model_name, cells) =>
    expect(passing("image2video", { model_name, image: U, static_mask: U })).toEqual(cells),
  );

  it.each([
    ["text2video", "kling-v1", []],
    ["text2video", "kling-v2-5-turbo", []],
    ["text2video", "kling-v2-6", PRO],
    ["text2video", "kling-v3", FOUR],
    ["image2video", "kling-v2-1", []],
    ["image2video", "kling-v2-6", PRO],
    ["image2video", "kling-v3", FOUR],
  ])("sound in %s with %s: %j", (product, model_name, cells) => {
    const input = product === "text2video" ? { prompt: "A fox" } : { image: U };
    expect(passing(product, { model_name, ...input, sound: "on" })).toEqual(cells);
  });

  it.each([
    ["kling-v2-5-turbo", []],
    ["kling-v2-6", PRO],
    ["kling-v3", []],
  ])("voices in image2video with %s: %j", (model_name, cells) =>
    expect(
      passing("image2video", { model_name, image: U, sound: "on", voice_list: [{ voice_id: "1" }] }),
    ).toEqual(cells),
  );
});

describe("text2video", () => {
  const v3 = { model_name: "kling-v3", prompt: "A fox" };
  it("makes 3 to 15 seconds with v3, 5 or 10 with the others", () => {
    const seconds = (model_name: string) =>
      range(0, 20).filter(
        (n) => refusals("text2video", { ...v3, model_name, duration: `${n}` }).length === 0,
      );
    expect(seconds("kling-v3")).toEqual(range(3, 15));
    expect(seconds("kling-v2-6")).toEqual([5, 10]);
    expect(seconds("kling-v2-5-turbo")).toEqual([5, 10]);
  });
  it("makes 4k with v3 only, and says so in the service's words", () => {
    expect(refusals("text2video", { ...v3, mode: "4k" })).toEqual([]);
    expect(refusals("text2video", { ...v3, model_name: "kling-v2-6", mode: "4k" })).toEqual([
      "resolution mode",
    ]);
    expect(sentence("text2video", { ...v3, model_name: "kling-v2-6", mode: "4k" })).toBe(
      "mode value '4k' is invalid",
    );
  });
  it("silences v2-6 in std after an end frame or not", () =>
    expect(
      refusals("image2video", {
        model_name: "kling-v2-6",
        image: U,
        image_tail: U,
        mode: "pro",
        sound: "on",
      }),
    ).toEqual(["last-frame-condition image_tail"]));
  it.each([
    ["cfg_scale", 0, []],
    ["cfg_scale", 1, []],
    ["cfg_scale", 1.1, ["range cfg_scale"]],
    ["cfg_scale", -0.1, ["range cfg_scale"]],
    ["cfg_scale", "0.5", ["type cfg_scale"]],
    ["negative_prompt", "🦊".repeat(2500), []],
    ["negative_prompt", "🦊".repeat(2501), ["prompt-length negative_prompt"]],
    ["aspect_ratio", "1:1", []],
    ["aspect_ratio", "21:9", ["enum aspect_ratio"]],
    ["sound", "yes", ["enum sound"]],
    ["mode", "PRO", ["enum mode"]],
    ["duration", 5, []],
    ["duration", "five", ["range duration"]],
    ["watermark_info", { enabled: true }, []],
    ["watermark_info", [{ enabled: true }], ["type watermark_info"]],
    ["voice_list", [{ voice_id: "1" }], ["unknown-field voice_list"]],
    ["model", "kling-v3", ["unknown-field model"]],
  ])("%s = %j: %j", (field, value, expected) =>
    expect(refusals("text2video", { ...v3, [field]: value })).toEqual(expected),
  );
  it("takes 2500 characters of prompt and answers as was recorded", () => {
    expect(refusals("text2video", { ...v3, prompt: "🦊".repeat(2500) })).toEqual([]);
    expect(sentence("text2video", { ...v3, prompt: "🦊".repeat(2501) })).toBe(
      "prompt: size must be between 0 and 2500",
    );
  });
  it("remarks on cfg_scale with 2.x models", () =>
    expect(remarks("text2video", { ...v3, model_name: "kling-v2-6", cfg_scale: 0.5 })).toEqual([
      "cfg-scale-ignored cfg_scale",
    ]));
});

describe("models", () => {
  it("means v1 when no model is named, which is discontinued", () => {
    expect(refusals("text2video", { prompt: "A fox" })).toEqual(["model-retired model_name"]);
    expect(sentence("text2video", { prompt: "A fox" })).toBe(
      "The model 'kling-v1' has been discontinued and is no longer available.",
    );
  });
  it("means v1 for the old alias `model`, which the service ignores", () =>
    expect(sentence("text2video", { model: "kling-v3", prompt: "A fox" }, { as: "service" })).toContain(
      "'kling-v1'",
    ));
  it.each(["kling-v1", "kling-v1-5", "kling-v1-6", "kling-v2-master", "kling-v2-1", "kling-v2-1-master"])(
    "refuses %s until retired models are allowed",
    (model_name) => {
      expect(refusals("image2video", { model_name, image: U })).toEqual(["model-retired model_name"]);
      expect(refusals("image2video", { model_name, image: U }, RETIRED)).toEqual([]);
    },
  );
  it("does not let an allowed retired model onto an endpoint that never had it", () =>
    expect(refusals("text2video", { model_name: "kling-v2-1", prompt: "A fox" }, RETIRED)).toEqual([
      "model model_name",
    ]));
  it.each(["kling-3.0", "sora", "kling-v3-omni"])("does not know %s", (model_name) => {
    expect(refusals("text2video", { model_name, prompt: "A fox" })).toEqual(["model model_name"]);
    expect(sentence("text2video", { model_name, prompt: "A fox" })).toBe("model is not supported");
  });
  it("assumes O1 in omni-video and v2-6 in motion-control", () => {
    expect(check("omni-video", { prompt: "A fox" }).facts).toMatchObject({
      model: "kling-video-o1",
      resolution: "1080p",
    });
    const motion = { image_url: U, video_url: V, character_orientation: "image", mode: "std" };
    expect(check("motion-control", motion).facts?.model).toBe("kling-v2-6");
  });
});

describe("image2video", () => {
  const v3 = { model_name: "kling-v3", image: U };
  it("needs image or image_tail", () =>
    expect(refusals("image2video", { model_name: "kling-v3", prompt: "A fox" })).toEqual([
      "first-frame-required image",
    ]));
  it("answers a tail on the wrong combination word for word", () => {
    const body = { model_name: "kling-v2-5-turbo", image: U, image_tail: U, mode: "std", duration: "5" };
    expect(sentence("image2video", body)).toBe(
      "model/mode/duration(kling-v2-5-turbo/std/5) is not supported with image_tail",
    );
    expect(sentence("image2video", { ...body, model_name: "kling-v2-master", mode: "pro" }, RETIRED)).toBe(
      "Image tail is not supported by the current model",
    );
  });
  it("takes three elements with v3 only, and not beside voices", () => {
    const list = (count: number) => Array.from({ length: count }, (_, at) => ({ element_id: `${at}` }));
    expect(refusals("image2video", { ...v3, element_list: list(3) })).toEqual([]);
    expect(refusals("image2video", { ...v3, element_list: list(4) })).toEqual(["elements element_list"]);
    expect(refusals("image2video", { ...v3, model_name: "kling-v2-6", element_list: list(1) })).toEqual([
      "elements element_list",
    ]);
    const both = { ...v3, element_list: list(1), voice_list: [{ voice_id: "1" }], sound: "on" };
    expect(refusals("image2video", both)).toContain("elements-or-voices element_list");
  });
  it("takes element ids as numbers or text", () =>
    expect(refusals("image2video", { ...v3, element_list: [{ element_id: 163 }] })).toEqual([]));
  it("takes two voices", () => {
    const voices = (count: number) => ({
      ...v3,
      model_name: "kling-v2-6",
      mode: "pro",
      sound: "on",
      voice_list: Array.from({ length: count }, () => ({ voice_id: "1" })),
    });
    expect(refusals("image2video", voices(2))).toEqual([]);
    expect(refusals("image2video", voices(3))).toEqual(["voices voice_list"]);
    expect(refusals("image2video", { ...voices(1), sound: "off" })).toEqual(["voices-condition voice_list"]);
    expect(refusals("image2video", { ...voices(1), voice_list: ["1"] })).toEqual(["type voice_list[0]"]);
  });
  it("remarks that a ratio is without effect", () =>
    expect(remarks("image2video", { ...v3, aspect_ratio: "1:1" })).toEqual([
      "aspect-ratio-ignored aspect_ratio",
    ]));
  it("takes shots beside frames, since 2026-05-07", () =>
    expect(
      refusals("image2video", {
        ...v3,
        image_tail: U,
        multi_shot: true,
        shot_type: "customize",
        multi_prompt: [{ index: 1, prompt: "a", duration: "5" }],
      }),
    ).toEqual([]));
});

describe("camera control and masks", () => {
  const v1 = { model_name: "kling-v1", prompt: "A fox" };
  const camera = (camera_control: unknown) => refusals("text2video", { ...v1, camera_control }, RETIRED);
  it.each(["down_back", "forward_up", "right_turn_forward", "left_turn_forward"])(
    "%s goes without config",
    (type) => {
      expect(camera({ type })).toEqual([]);
      expect(camera({ type, config: { pan: 1 } })).toEqual(["camera-config camera_control"]);
    },
  );
  it.each(["horizontal", "vertical", "pan", "tilt", "roll", "zoom"])(
    "simple moves %s between -10 and 10",
    (axis) => {
      for (const value of [-10, 0.5, 10])
        expect(camera({ type: "simple", config: { [axis]: value } })).toEqual([]);
      expect(camera({ type: "simple", config: { [axis]: 10.1 } })).toEqual(["camera-range camera_control"]);
    },
  );
  it("simple moves exactly one axis", () => {
    expect(camera({ type: "simple" })).toEqual(["camera-config camera_control"]);
    expect(camera({ type: "simple", config: { pan: 0, zoom: 0 } })).toEqual(["camera-config camera_control"]);
    expect(camera({ type: "simple", config: { pan: 1, zoom: 1 } })).toEqual(["camera-config camera_control"]);
    expect(camera({ type: "simple", config: { pan: 0, zoom: 1 } })).toEqual([]);
  });
  it("knows five movements", () => expect(camera({ type: "zoom_in" })).toEqual(["enum camera_control.type"]));
  it("takes only simple with v1-5", () => {
    const body = { model_name: "kling-v1-5", image: U, mode: "pro", camera_control: { type: "down_back" } };
    expect(refusals("image2video", body, RETIRED)).toEqual(["camera-type camera_control"]);
  });

  const brush = { model_name: "kling-v1", image: U };
  const masks = (count: number, points: number) => ({
    ...brush,
    dynamic_masks: Array.from({ length: count }, () => ({
      mask: U,
      trajectories: Array.from({ length: points }, () => ({ x: 1, y: 2 })),
    })),
  });
  it.each([
    [1, 2, []],
    [6, 77, []],
    [7, 2, ["motion-brush-count dynamic_masks"]],
    [1, 1, ["motion-brush-points dynamic_masks"]],
    [1, 78, ["motion-brush-points dynamic_masks"]],
  ])("%i masks of %i points: %j", (count, points, expected) =>
    expect(refusals("image2video", masks(count, points), RETIRED)).toEqual(expected),
  );
  it("excludes tail, masks and camera from each other", () => {
    expect(refusals("image2video", { ...brush, static_mask: U, image_tail: U }, RETIRED)).toEqual([
      "exclusive-controls static_mask",
    ]);
    const moved = {
      model_name: "kling-v1-5",
      image: U,
      mode: "pro",
      camera_control: { type: "simple", config: { pan: 1 } },
    };
    expect(refusals("image2video", { ...moved, image_tail: U }, RETIRED)).toEqual([
      "exclusive-controls camera_control",
    ]);
    expect(refusals("image2video", { ...moved, static_mask: U }, RETIRED)).toEqual([
      "exclusive-controls camera_control",
    ]);
  });
  it("wants points as objects", () =>
    expect(
      refusals("image2video", { ...brush, dynamic_masks: [{ mask: U, trajectories: [[1, 2]] }] }, RETIRED),
    ).toEqual(["type dynamic_masks[0].trajectories[0]"]));
});

describe("multi-shot", () => {
  const shots = (...durations: readonly number[]) =>
    durations.map((n, at) => ({ index: at + 1, prompt: "a fox", duration: `${n}` }));
  const body = { model_name: "kling-v3", multi_shot: true, shot_type: "customize", duration: "5" };
  const at = (change: object) => refusals("text2video", { ...body, ...change });
  it("adds up to the duration", () => {
    expect(at({ multi_prompt: shots(2, 3) })).toEqual([]);
    expect(at({ multi_prompt: shots(2, 2) })).toEqual(["shots-total multi_prompt"]);
    expect(at({ multi_prompt: shots(0, 5) })).toEqual(["shot-duration multi_prompt[0]"]);
  });
  it("has one to six shots of 512 characters", () => {
    expect(at({ multi_prompt: [] })).toEqual(["shots multi_prompt"]);
    expect(at({ multi_prompt: shots(1, 1, 1, 1, 1, 1), duration: "6" })).toEqual([]);
    expect(at({ multi_prompt: shots(1, 1, 1, 1, 1, 1, 1), duration: "7" })).toEqual(["shots multi_prompt"]);
    const long = (count: number) => [{ index: 1, prompt: "🦊".repeat(count), duration: "5" }];
    expect(at({ multi_prompt: long(512) })).toEqual([]);
    expect(at({ multi_prompt: long(513) })).toEqual(["shot-length multi_prompt[0]"]);
  });
  it("needs a shot_type, and a prompt unless the shots are customized", () => {
    expect(at({ shot_type: "", prompt: "A fox" })).toEqual(["shot-type shot_type"]);
    expect(at({ shot_type: "intelligence" })).toEqual(["prompt-required prompt"]);
    expect(at({ shot_type: "intelligence", prompt: "A fox" })).toEqual([]);
    expect(at({ shot_type: "free", prompt: "A fox" })).toEqual(["enum shot_type"]);
  });
  it("takes the switch as text and lengths as numbers", () =>
    expect(
      at({ multi_shot: "true", duration: 5, multi_prompt: [{ index: 1, prompt: "a", duration: 5 }] }),
    ).toEqual([]));
  it("is a matter of v3 and v3-omni", () => {
    expect(at({ model_name: "kling-v2-6", multi_prompt: shots(5) })).toEqual(["multi-shot multi_shot"]);
    expect(refusals("omni-video", { ...body, model_name: "kling-v3-omni", multi_prompt: shots(5) })).toEqual(
      [],
    );
    expect(refusals("omni-video", { ...body, model_name: "kling-video-o1", multi_prompt: shots(5) })).toEqual(
      ["multi-shot multi_shot"],
    );
  });
  it("ignores shots and prompt in turn, with a remark", () => {
    const off = { model_name: "kling-v3", prompt: "A fox", multi_prompt: shots(9) };
    expect(refusals("text2video", off)).toEqual([]);
    expect(remarks("text2video", off)).toEqual(["multi-shot-off multi_prompt"]);
    expect(remarks("text2video", { ...body, prompt: "A fox", multi_prompt: shots(5) })).toEqual([
      "prompt-ignored prompt",
    ]);
  });
});

describe("omni-video", () => {
  const omni = { model_name: "kling-v3-omni", prompt: "A fox", aspect_ratio: "16:9" };
  const o1 = { ...omni, model_name: "kling-video-o1" };
  const first = { image_url: U, type: "first_frame" };
  const end = { image_url: U, type: "end_frame" };
  const plain = (count: number) => Array.from({ length: count }, () => ({ image_url: U }));
  const M = (count: number) => Array.from({ length: count }, (_, at) => ({ element_id: `1${at}` }));
  const VC = (count: number) => Array.from({ length: count }, (_, at) => ({ element_id: `9${at}` }));
  const video = (refer_type: string) => [{ video_url: V, refer_type }];
  const at = (body: object) => refusals("omni-video", body, KINDS);

  it("makes 3 to 15 seconds, O1 3 to 10, and 5 or 10 from a first frame alone", () => {
    const seconds = (body: object) =>
      range(0, 20).filter((n) => at({ ...body, duration: `${n}` }).length === 0);
    expect(seconds(omni)).toEqual(range(3, 15));
    expect(seconds({ ...omni, image_list: [first] })).toEqual(range(3, 15));
    expect(seconds(o1)).toEqual(range(3, 10));
    expect(seconds({ ...o1, image_list: [first] })).toEqual([5, 10]);
    expect(seconds({ ...o1, image_list: [first, ...plain(1)] })).toEqual(range(3, 10));
  });
  it("ignores the length of an edit", () =>
    expect(at({ ...o1, video_list: video("base"), duration: "20" })).toEqual([]));
  it("makes 4k with 3.0 Omni, also beside a video since 2026-06-17", () => {
    expect(at({ ...omni, mode: "4k" })).toEqual([]);
    expect(at({ ...omni, mode: "4k", video_list: video("feature") })).toEqual([]);
    expect(at({ ...o1, mode: "4k" })).toEqual(["resolution mode"]);
  });
  it("edits the video unless told to refer to it", () => {
    const facts = check("omni-video", { ...omni, video_list: [{ video_url: V }] }).facts;
    expect(facts?.videos).toMatchObject([{ use: "base", path: "video_list[0].video_url" }]);
    expect(check("omni-video", { ...omni, video_list: video("feature") }).facts?.videos[0]?.use).toBe(
      "feature",
    );
  });
  it.each([
    ["sound beside a video", { video_list: video("feature"), sound: "on" }, ["audio-with-video sound"]],
    [
      "frames beside an edited video",
      { image_list: [first], video_list: video("base") },
      ["frame-with-base-video image_list[0].image_url"],
    ],
    ["two videos", { video_list: [...video("base"), ...video("base")] }, ["video-count video_list"]],
    [
      "customized shots beside a feature video",
      {
        video_list: video("feature"),
        multi_shot: true,
        shot_type: "customize",
        multi_prompt: [{ index: 1, prompt: "a", duration: "5" }],
      },
      ["shot-type-with-feature-video shot_type"],
    ],
    [
      "split shots beside a feature video",
      { video_list: video("feature"), multi_shot: true, shot_type: "intelligence" },
      [],
    ],
    [
      "shots beside an edited video",
      { video_list: video("base"), multi_shot: true, shot_type: "intelligence" },
      ["multi-shot-with-base-video multi_shot"],
    ],
    ["an end frame alone", { image_list: [end] }, ["last-frame-alone image_list[0].image_url"]],
    ["both frames and three elements", { image_list: [first, end], element_list: M(3) }, []],
    [
      "a first frame and four elements",
      { image_list: [first], element_list: M(4) },
      ["elements-with-frame element_list"],
    ],
    ["seven images", { image_list: plain(7) }, []],
    ["eight images", { image_list: plain(8) }, ["references image_list"]],
    ["a video and four images", { image_list: plain(4), video_list: video("feature") }, []],
    [
      "a video and five images",
      { image_list: plain(5), video_list: video("feature") },
      ["references-with-video image_list"],
    ],
    ["four video-character elements", { element_list: VC(4) }, ["video-elements element_list"]],
    ["a video and a video-character element", { element_list: VC(1), video_list: video("feature") }, []],
    [
      "a frame of another kind",
      { image_list: [{ image_url: U, type: "last_frame" }] },
      ["enum image_list[0].type"],
    ],
    ["two first frames", { image_list: [first, first] }, ["content-once image_list[1].type"]],
    [
      "an image without its URL",
      { image_list: [{ type: "first_frame" }] },
      ["required image_list[0].image_url"],
    ],
    [
      "a video without its URL",
      { video_list: [{ refer_type: "base" }] },
      ["required video_list[0].video_url"],
    ],
    [
      "a video as data",
      { video_list: [{ video_url: "A".repeat(40) }] },
      ["video-url video_list[0].video_url"],
    ],
    [
      "an image with a data prefix",
      { image_list: [{ image_url: "data:image/png;base64,AAAA" }] },
      ["image-value image_list[0].image_url"],
    ],
    ["no prompt", { prompt: "" }, ["prompt-required prompt"]],
    ["a blank frame type", { image_list: [{ image_url: U, type: "" }] }, []],
  ])("3.0 Omni, %s", (_, change, expected) => expect(at({ ...omni, ...change })).toEqual(expected));
  it.each([
    ["sound", { sound: "on" }, ["audio sound"]],
    [
      "both frames and an image",
      { image_list: [first, end, ...plain(1)] },
      ["references-with-frames image_list"],
    ],
    [
      "both frames and an element",
      { image_list: [first, end], element_list: M(1) },
      ["references-with-frames element_list"],
    ],
    ["a video-character element", { element_list: VC(1) }, ["video-elements element_list"]],
    [
      "an end frame beside a feature video",
      { image_list: [first, end], video_list: video("feature") },
      ["last-frame-with-feature-video image_list[1].image_url"],
    ],
  ])("O1 refuses %s", (_, change, expected) => expect(at({ ...o1, ...change })).toEqual(expected));
  it("remarks on a missing ratio unless a first frame or an edited video decides", () => {
    const { aspect_ratio: _, ...bare } = omni;
    const ids = (change: object) => remarks("omni-video", { ...bare, ...change });
    expect(ids({})).toEqual(["aspect-ratio-default aspect_ratio"]);
    expect(ids({ video_list: video("feature") })).toEqual(["aspect-ratio-default aspect_ratio"]);
    expect(ids({ video_list: video("base") })).toEqual([]);
    expect(ids({ image_list: [first] })).toEqual([]);
  });
  it("knows no negative prompt, but the service ignores one", () => {
    const body = { ...omni, negative_prompt: "dogs", cfg_scale: 0.5 };
    expect(at(body)).toEqual(["unknown-field negative_prompt", "unknown-field cfg_scale"]);
    expect(refusals("omni-video", body, { as: "service" })).toEqual([]);
  });
  it("wants a counterpart for every token, in shots too", () => {
    expect(at({ ...omni, prompt: "<<<image_1>>>", image_list: plain(1) })).toEqual([]);
    expect(at({ ...omni, prompt: "<<<image_2>>>", image_list: plain(1) })).toEqual(["placeholder prompt"]);
    expect(at({ ...omni, prompt: "<<<image_0>>>", image_list: plain(1) })).toEqual(["placeholder prompt"]);
    expect(at({ ...omni, prompt: "<<<video_1>>>" })).toEqual(["placeholder prompt"]);
    const shot = {
      multi_shot: true,
      shot_type: "customize",
      multi_prompt: [{ index: 1, prompt: "<<<element_1>>>", duration: "5" }],
    };
    expect(at({ ...omni, prompt: "", ...shot })).toEqual(["placeholder multi_prompt[0].prompt"]);
    expect(at({ ...omni, prompt: "", ...shot, element_list: M(1) })).toEqual([]);
  });
  it("remarks on the other family's names", () =>
    expect(remarks("omni-video", { ...omni, prompt: "@image_1", image_list: plain(1) })).toEqual([
      "label-unused image_list[0].image_url",
      "placeholder-style prompt",
    ]));
});

describe("motion-control", () => {
  const body = { image_url: U, video_url: V, character_orientation: "image", mode: "pro" };
  const at = (change: object) => refusals("motion-control", { ...body, ...change });
  it.each(["image_url", "video_url", "character_orientation", "mode"])("needs %s", (field) =>
    expect(at({ [field]: "" })).toEqual([`required ${field}`]),
  );
  it.each([
    ["mode", "4k", ["enum mode"]],
    ["mode", "std", []],
    ["character_orientation", "left", ["enum character_orientation"]],
    ["keep_original_sound", "no", []],
    ["keep_original_sound", "off", ["enum keep_original_sound"]],
    ["prompt", "🦊".repeat(2501), ["prompt-length prompt"]],
    ["element_list", [{ element_id: "1" }], ["elements element_list"]],
    ["video_url", "A".repeat(40), ["video-url video_url"]],
    ["image_url", "A".repeat(40), ["image-content image_url"]],
    ["image_url", "iVBORw0KGgoAAAANSUhEUgAAASwAAAEsCAYAAAB5fY51", []],
  ])("%s = %j: %j", (field, value, expected) => expect(at({ [field]: value })).toEqual(expected));
  it("takes one element with v3", () => {
    expect(at({ model_name: "kling-v3", element_list: [{ element_id: "1" }] })).toEqual([]);
    expect(at({ model_name: "kling-v3", element_list: [{ element_id: "1" }, { element_id: "2" }] })).toEqual([
      "elements element_list",
    ]);
  });
  it("keeps the sound of the motion video by default", () => {
    expect(check("motion-control", body).facts?.audio).toBe("original");
    expect(check("motion-control", { ...body, keep_original_sound: "no" }).facts?.audio).toBe("off");
  });
  it("ignores fields of other endpoints, for the service", () => {
    const foreign = { ...body, multi_shot: true, image_tail: U, sound: "on", duration: "99" };
    const { issues, facts } = check("motion-control", foreign, { as: "service" });
    expect(issues).toEqual([]);
    expect(facts).toMatchObject({ isMultiShot: false, lastFrame: undefined, audio: "original" });
  });
});
