import { describe, expect, it } from "vitest";
import { type CheckOptions, checkCreate } from "../check/check.ts";
import { findVideoCreate } from "../operations/index.ts";
import { serviceMessage } from "../service-message.ts";

/** Ids of the rules that refuse a body, with their paths. */
function refusals(id: string, body: unknown, options: CheckOptions = {}): readonly string[] {
  const operation = findVideoCreate(id);
  if (!operation) throw new Error(`no operation ${id}`);
  return checkCreate(operation, body, options).issues.map(({ rule, path }) => `${rule} ${path}`);
}
function remarks(id: string, body: unknown): readonly string[] {
  const operation = findVideoCreate(id);
  if (!operation) throw new Error(`no operation ${id}`);
  return checkCreate(operation, body).warnings.map(({ rule, path }) => `${rule} ${path}`);
}

const U = "https://example.com/a.png";
const V = "https://example.com/a.mp4";
const prompt = { type: "prompt", text: "A fox" };
const first = { type: "first_frame", url: U };
const last = { type: "last_frame", url: U };
const refer = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ type: "refer_image", url: U, id: `pic${at}x` }));
const element = (count: number, kind = "1") =>
  Array.from({ length: count }, (_, at) => ({
    type: "element",
    element_id: `${kind}${at}`,
    id: `el${kind}${at}x`,
  }));
const feature = { type: "feature_video", url: V };
const base = { type: "base_video", url: V };
/** Elements whose id starts with 9 are video-character elements. */
const kinds: CheckOptions = { elementKind: (id) => (id.startsWith("9") ? "video" : "image") };
const M = (count: number) => element(count, "1");
const VC = (count: number) => element(count, "9");

const T2V = (id: string, settings?: object) => refusals(`text-to-video/${id}`, { prompt: "A fox", settings });
const I2V = (id: string, contents: readonly object[], settings?: object) =>
  refusals(`image-to-video/${id}`, { contents, settings });
const omni = (id: string, contents: readonly object[], settings?: object) =>
  refusals(`omni-video/${id}`, { contents: [prompt, ...contents], settings }, kinds);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

describe("durations", () => {
  const rows: readonly (readonly [string, object, readonly number[]])[] = [
    ["text-to-video/kling-3.0-turbo", { prompt: "A fox" }, range(3, 15)],
    ["text-to-video/kling-3.0", { prompt: "A fox" }, range(3, 15)],
    ["text-to-video/kling-2.6", { prompt: "A fox" }, [5, 10]],
    ["text-to-video/kling-2.5-turbo", { prompt: "A fox" }, [5, 10]],
    ["image-to-video/kling-3.0-turbo", { contents: [first] }, range(3, 15)],
    ["image-to-video/kling-3.0", { contents: [first] }, range(3, 15)],
    ["image-to-video/kling-2.6", { contents: [first] }, [5, 10]],
    ["image-to-video/kling-2.5-turbo", { contents: [first] }, [5, 10]],
    ["omni-video/kling-3.0-omni", { contents: [prompt] }, range(3, 15)],
    ["omni-video/kling-3.0-omni", { contents: [prompt, first] }, range(3, 15)],
    ["omni-video/kling-o1", { contents: [prompt] }, range(3, 10)],
    ["omni-video/kling-o1", { contents: [prompt, first] }, [5, 10]],
    ["omni-video/kling-o1", { contents: [prompt, first, ...refer(1)] }, range(3, 10)],
    ["omni-video/kling-o1", { contents: [prompt, first, feature] }, range(3, 10)],
  ];
  it.each(rows)("%s %j makes %j", (id, body, seconds) => {
    const passing = range(0, 31).filter(
      (duration) => refusals(id, { ...body, settings: { duration } }).length === 0,
    );
    expect(passing).toEqual(seconds);
  });

  it.each([7, 99])("refuses %i by name, as was recorded", (duration) => {
    const operation = findVideoCreate("text-to-video/kling-2.6");
    const [issue] = operation
      ? checkCreate(operation, { prompt: "A fox", settings: { duration } }, { serviceMessage }).issues
      : [];
    expect(issue?.serviceMessage).toBe(`settings.duration value '${duration}' is invalid`);
  });

  it("remarks on O1 lengths that only the field's list has", () => {
    const body = { contents: [prompt], settings: { duration: 7, aspect_ratio: "1:1" } };
    expect(remarks("omni-video/kling-o1", body)).toEqual(["duration-unusual settings.duration"]);
  });
});

describe("resolutions", () => {
  const rows: readonly (readonly [string, object, readonly string[]])[] = [
    ["text-to-video/kling-3.0-turbo", { prompt: "A fox" }, ["720p", "1080p"]],
    ["text-to-video/kling-3.0", { prompt: "A fox" }, ["720p", "1080p", "4k"]],
    ["text-to-video/kling-2.6", { prompt: "A fox" }, ["720p", "1080p"]],
    ["text-to-video/kling-2.5-turbo", { prompt: "A fox" }, ["720p", "1080p"]],
    ["image-to-video/kling-3.0-turbo", { contents: [first] }, ["720p", "1080p"]],
    ["image-to-video/kling-3.0", { contents: [first] }, ["720p", "1080p", "4k"]],
    ["image-to-video/kling-2.6", { contents: [first] }, ["720p", "1080p"]],
    ["image-to-video/kling-2.5-turbo", { contents: [first] }, ["720p", "1080p"]],
    ["omni-video/kling-3.0-omni", { contents: [prompt] }, ["720p", "1080p", "4k"]],
    ["omni-video/kling-3.0-omni", { contents: [prompt, feature] }, ["720p", "1080p", "4k"]],
    ["omni-video/kling-o1", { contents: [prompt] }, ["720p", "1080p"]],
  ];
  it.each(rows)("%s %j makes %j", (id, body, sizes) => {
    const all = ["480p", "720p", "1080p", "4k", "720P", "9000p"];
    expect(
      all.filter((resolution) => refusals(id, { ...body, settings: { resolution } }).length === 0),
    ).toEqual(sizes);
  });

  it.each(["kling-3.0", "kling-2.6"])("motion control with %s has no 4k", (model) => {
    const contents = [
      { type: "image", url: U },
      { type: "video", url: V },
    ];
    const passing = ["720p", "1080p", "4k"].filter(
      (resolution) =>
        refusals(`motion-control/${model}`, {
          contents,
          settings: { character_orientation: "video", resolution },
        }).length === 0,
    );
    expect(passing).toEqual(["720p", "1080p"]);
  });
});

describe("aspect ratios", () => {
  it.each([
    "text-to-video/kling-3.0-turbo",
    "text-to-video/kling-3.0",
    "text-to-video/kling-2.6",
    "text-to-video/kling-2.5-turbo",
  ])("%s takes three", (id) => {
    const all = ["16:9", "9:16", "1:1", "21:9", "4:3"];
    expect(
      all.filter(
        (aspect_ratio) => refusals(id, { prompt: "A fox", settings: { aspect_ratio } }).length === 0,
      ),
    ).toEqual(["16:9", "9:16", "1:1"]);
  });

  it("has no field for it where the frame decides", () =>
    expect(I2V("kling-3.0", [first], { aspect_ratio: "1:1" })).toEqual([
      "unknown-field settings.aspect_ratio",
    ]));

  it("remarks on a missing ratio in omni, unless a frame or a video decides", () => {
    const ids = (contents: readonly object[]) =>
      remarks("omni-video/kling-3.0-omni", { contents: [prompt, ...contents] });
    expect(ids([])).toContain("aspect-ratio-default settings.aspect_ratio");
    expect(ids([first])).toEqual([]);
    expect(ids([feature])).toEqual([]);
  });
});

describe("audio", () => {
  const modes = (id: string, body: object, settings: object = {}) =>
    ["native", "original", "off"].filter(
      (audio) => refusals(id, { ...body, settings: { ...settings, audio } }).length === 0,
    );
  it("has no field on 3.0 Turbo and 2.5 Turbo", () => {
    for (const id of ["text-to-video/kling-3.0-turbo", "text-to-video/kling-2.5-turbo"]) {
      expect(modes(id, { prompt: "A fox" })).toEqual([]);
      expect(refusals(id, { prompt: "A fox", settings: { audio: "off" } })).toEqual([
        "unknown-field settings.audio",
      ]);
    }
  });
  it("is native or off on 3.0", () => {
    expect(modes("text-to-video/kling-3.0", { prompt: "A fox" })).toEqual(["native", "off"]);
    expect(modes("image-to-video/kling-3.0", { contents: [first] })).toEqual(["native", "off"]);
  });
  it("is native on 2.6 at 1080p only", () => {
    expect(modes("text-to-video/kling-2.6", { prompt: "A fox" })).toEqual(["off"]);
    expect(modes("text-to-video/kling-2.6", { prompt: "A fox" }, { resolution: "1080p" })).toEqual([
      "native",
      "off",
    ]);
    expect(modes("image-to-video/kling-2.6", { contents: [first] }, { resolution: "720p" })).toEqual(["off"]);
  });
  it("follows the input video on 3.0 Omni", () => {
    expect(modes("omni-video/kling-3.0-omni", { contents: [prompt] })).toEqual(["native", "off"]);
    expect(modes("omni-video/kling-3.0-omni", { contents: [prompt, feature] })).toEqual(["off"]);
    expect(modes("omni-video/kling-3.0-omni", { contents: [prompt, base] })).toEqual(["original", "off"]);
  });
  it("is never native on O1", () => {
    expect(modes("omni-video/kling-o1", { contents: [prompt] })).toEqual(["off"]);
    expect(modes("omni-video/kling-o1", { contents: [prompt, base] })).toEqual(["original", "off"]);
  });
  it("is original or off in motion control, original by default", () => {
    const contents = [
      { type: "image", url: U },
      { type: "video", url: V },
    ];
    expect(modes("motion-control/kling-3.0", { contents }, { character_orientation: "image" })).toEqual([
      "original",
      "off",
    ]);
    const operation = findVideoCreate("motion-control/kling-3.0");
    const check = operation
      ? checkCreate(operation, { contents, settings: { character_orientation: "image" } })
      : undefined;
    expect(check?.facts?.audio).toBe("original");
  });
});

describe("frames", () => {
  it.each(["kling-3.0-turbo", "kling-3.0", "kling-2.6", "kling-2.5-turbo"])(
    "%s needs a first frame and no prompt",
    (id) => {
      expect(I2V(id, [first])).toEqual([]);
      expect(I2V(id, [prompt])).toEqual(["first-frame-required contents"]);
    },
  );
  it("has no last frame on 3.0 Turbo", () =>
    expect(I2V("kling-3.0-turbo", [first, last])).toEqual(["content-type contents[1].type"]));
  it("has a last frame on 3.0 at any size", () => {
    for (const resolution of ["720p", "1080p", "4k"])
      expect(I2V("kling-3.0", [first, last], { resolution })).toEqual([]);
  });
  it("has a last frame on 2.6 at 1080p and silent only", () => {
    expect(I2V("kling-2.6", [first, last], { resolution: "1080p" })).toEqual([]);
    expect(I2V("kling-2.6", [first, last])).toEqual(["last-frame-condition contents[1].url"]);
    expect(I2V("kling-2.6", [first, last], { resolution: "1080p", audio: "native" })).toEqual([
      "last-frame-condition contents[1].url",
    ]);
  });
  it("has a last frame on 2.5 Turbo at 1080p only", () => {
    expect(I2V("kling-2.5-turbo", [first, last], { resolution: "1080p" })).toEqual([]);
    expect(I2V("kling-2.5-turbo", [first, last], { resolution: "720p" })).toEqual([
      "last-frame-condition contents[1].url",
    ]);
  });
  it.each(["kling-3.0", "kling-2.6", "kling-2.5-turbo"])("%s takes no last frame alone", (id) =>
    expect(I2V(id, [last], { resolution: "1080p" })).toEqual(["last-frame-alone contents[0].url"]),
  );
  it.each(["kling-3.0-omni", "kling-o1"])("%s takes no frame, a first one, or both", (id) => {
    expect(omni(id, [])).toEqual([]);
    expect(omni(id, [first])).toEqual([]);
    expect(omni(id, [first, last])).toEqual([]);
    expect(omni(id, [last])).toEqual(["last-frame-alone contents[1].url"]);
  });
  it("stands once each", () =>
    expect(I2V("kling-3.0", [first, first])).toEqual(["content-once contents[1].type"]));
});

describe("elements and voices of image to video", () => {
  it("takes three elements on 3.0", () => {
    expect(I2V("kling-3.0", [first, ...element(3)])).toEqual([]);
    expect(I2V("kling-3.0", [first, ...element(4)])).toEqual(["elements contents"]);
  });
  it.each(["kling-3.0-turbo", "kling-2.6", "kling-2.5-turbo"])("takes none on %s", (id) =>
    expect(I2V(id, [first, ...element(1)])).toEqual(["content-type contents[1].type"]),
  );
  const voice = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ type: "voice", voice_id: "1", id: `v${at}x` }));
  it("takes two voices on 2.6 with native sound at 1080p", () => {
    const loud = { audio: "native", resolution: "1080p" };
    expect(I2V("kling-2.6", [first, ...voice(2)], loud)).toEqual([]);
    expect(I2V("kling-2.6", [first, ...voice(3)], loud)).toEqual(["voices contents"]);
    expect(I2V("kling-2.6", [first, ...voice(1)], { resolution: "1080p" })).toEqual([
      "voices-condition contents",
    ]);
  });
  it("takes no voice on 3.0", () =>
    expect(I2V("kling-3.0", [first, ...voice(1)])).toEqual(["content-type contents[1].type"]));
  it.each([
    [{ type: "element", element_id: "1" }, "required contents[1].id"],
    [{ type: "element", id: "a" }, "required contents[1].element_id"],
    [{ type: "element", element_id: "fox", id: "a" }, "element-id contents[1].element_id"],
  ])("needs both ids of %j", (item, refusal) => expect(I2V("kling-3.0", [first, item])).toEqual([refusal]));
});

describe("count matrix of 3.0 Omni", () => {
  const at = (contents: readonly object[]) => omni("kling-3.0-omni", contents);
  const passes: readonly (readonly [string, readonly object[]])[] = [
    ["7 images", refer(7)],
    ["4 images and 3 multi-image elements", [...refer(4), ...M(3)]],
    ["7 multi-image elements", M(7)],
    ["3 video-character elements", VC(3)],
    ["3 video-character elements, 2 images, 2 multi-image elements", [...VC(3), ...refer(2), ...M(2)]],
    ["a video and 4 images", [feature, ...refer(4)]],
    ["a video, 2 images, 2 multi-image elements", [feature, ...refer(2), ...M(2)]],
    ["a video and one video-character element", [feature, ...VC(1)]],
    ["a first frame and 3 elements", [first, ...M(3)]],
    ["both frames and 3 elements", [first, last, ...VC(3)]],
    ["an edited video and 4 images", [base, ...refer(4)]],
  ];
  it.each(passes)("passes %s", (_, contents) => expect(at(contents)).toEqual([]));

  const refused: readonly (readonly [string, readonly object[], string])[] = [
    ["8 images", refer(8), "references contents"],
    ["5 images and 3 multi-image elements", [...refer(5), ...M(3)], "references contents"],
    ["4 video-character elements", VC(4), "video-elements contents"],
    [
      "a video-character element, 3 images and 2 others",
      [...VC(1), ...refer(3), ...M(2)],
      "references contents",
    ],
    ["a video and 5 images", [feature, ...refer(5)], "references-with-video contents"],
    ["a video, 3 images, 2 elements", [base, ...refer(3), ...M(2)], "references-with-video contents"],
    ["a video and 2 video-character elements", [feature, ...VC(2)], "references-with-video contents"],
    [
      "a video, a video-character element and an image",
      [feature, ...VC(1), ...refer(1)],
      "references-with-video contents",
    ],
    ["a video and both kinds of element", [feature, ...VC(1), ...M(1)], "references-with-video contents"],
    ["a first frame and 4 elements", [first, ...M(4)], "elements-with-frame contents"],
    ["two videos", [feature, base], "video-count contents"],
  ];
  it.each(refused)("refuses %s", (_, contents, refusal) => expect(at(contents)).toEqual([refusal]));
});

describe("O1", () => {
  const at = (contents: readonly object[], settings?: object) => omni("kling-o1", contents, settings);
  it.each([
    ["7 images", refer(7), []],
    ["8 images", refer(8), ["references contents"]],
    ["3 images and 4 elements", [...refer(3), ...M(4)], []],
    ["a video and 4 images", [feature, ...refer(4)], []],
    ["a video and 5 images", [base, ...refer(5)], ["references-with-video contents"]],
    ["a video-character element", VC(1), ["video-elements contents"]],
    ["both frames and an image", [first, last, ...refer(1)], ["references-with-frames contents"]],
    ["both frames and an element", [first, last, ...M(1)], ["references-with-frames contents"]],
    ["a feature video and a first frame", [feature, first], []],
    [
      "a feature video and both frames",
      [feature, first, last],
      ["last-frame-with-feature-video contents[3].url"],
    ],
    ["an edited video and a first frame", [base, first], ["frame-with-base-video contents[2].url"]],
  ])("%s: %j", (_, contents, expected) => expect(at(contents)).toEqual(expected));
  it("has no multi_shot", () =>
    expect(at([], { multi_shot: true })).toEqual(["unknown-field settings.multi_shot"]));
});

describe("videos of 3.0 Omni", () => {
  const at = (contents: readonly object[], settings?: object) => omni("kling-3.0-omni", contents, settings);
  it("lets multi_shot be only true beside a feature video", () => {
    expect(at([feature], { multi_shot: true })).toEqual([]);
    expect(at([feature])).toEqual([]);
    expect(at([feature], { multi_shot: false })).toEqual([
      "multi-shot-with-feature-video settings.multi_shot",
    ]);
  });
  it("edits in one shot, without frames and without a length", () => {
    expect(at([base], { multi_shot: false })).toEqual([]);
    expect(at([base], { multi_shot: true })).toEqual(["multi-shot-with-base-video settings.multi_shot"]);
    expect(at([base, first])).toEqual(["frame-with-base-video contents[2].url"]);
    expect(at([base, first, last])).toHaveLength(2);
  });
  it("takes videos by URL only", () => {
    expect(at([{ type: "feature_video", url: "A".repeat(40) }])).toEqual(["video-url contents[1].url"]);
  });
});

describe("motion control", () => {
  const image = { type: "image", url: U };
  const video = { type: "video", url: V };
  const at = (
    model: string,
    contents: readonly object[],
    settings: object = { character_orientation: "video" },
  ) => refusals(`motion-control/${model}`, { contents, settings });
  it("needs image, video and orientation, no prompt", () => {
    expect(at("kling-3.0", [image, video])).toEqual([]);
    expect(at("kling-3.0", [image])).toEqual(["video-required contents"]);
    expect(at("kling-3.0", [video])).toEqual(["image-required contents"]);
    expect(at("kling-3.0", [image, video], {})).toEqual(["required settings.character_orientation"]);
    expect(refusals("motion-control/kling-3.0", { contents: [image, video] })).toEqual([
      "required settings.character_orientation",
    ]);
    expect(at("kling-3.0", [image, video], { character_orientation: "left" })).toEqual([
      "enum settings.character_orientation",
    ]);
  });
  it("takes one element on 3.0, none on 2.6", () => {
    expect(at("kling-3.0", [image, video, ...element(1)])).toEqual([]);
    expect(at("kling-3.0", [image, video, ...element(2)])).toEqual(["elements contents"]);
    expect(at("kling-2.6", [image, video, ...element(1)])).toEqual(["content-type contents[2].type"]);
  });
  it("remarks that an element turns the orientation to the video", () =>
    expect(
      remarks("motion-control/kling-3.0", {
        contents: [{ type: "prompt", text: "@el10x dances" }, image, video, ...element(1)],
        settings: { character_orientation: "image" },
      }),
    ).toEqual(["orientation-follows-video settings.character_orientation"]));
  it("has neither length nor ratio", () => {
    expect(at("kling-2.6", [image, video], { character_orientation: "video", duration: 5 })).toEqual([
      "unknown-field settings.duration",
    ]);
  });
});

describe("prompts", () => {
  // The fox is one character, two UTF-16 units and four bytes.
  const long = (count: number) => "🦊".repeat(count);
  it.each([
    ["text-to-video/kling-3.0-turbo", 3072],
    ["text-to-video/kling-3.0", 3072],
    ["text-to-video/kling-2.6", 2500],
    ["text-to-video/kling-2.5-turbo", 2500],
  ])("%s takes %i characters", (id, max) => {
    expect(refusals(id, { prompt: long(max) })).toEqual([]);
    expect(refusals(id, { prompt: long(max + 1) })).toEqual(["prompt-length prompt"]);
  });
  it.each([
    ["image-to-video/kling-3.0-turbo", [first], 2500, {}],
    ["image-to-video/kling-3.0", [first], 3072, {}],
    ["image-to-video/kling-2.6", [first], 2500, {}],
    ["image-to-video/kling-2.5-turbo", [first], 2500, {}],
    ["omni-video/kling-3.0-omni", [], 3072, {}],
    ["omni-video/kling-o1", [], 2500, {}],
    [
      "motion-control/kling-3.0",
      [
        { type: "image", url: U },
        { type: "video", url: V },
      ],
      2500,
      { character_orientation: "video" },
    ],
  ])("%s with %j takes %i characters and names the item", (id, contents, max, settings) => {
    const body = (count: number) => ({
      contents: [...contents, { type: "prompt", text: long(count) }],
      settings,
    });
    expect(refusals(id, body(max))).toEqual([]);
    expect(refusals(id, body(max + 1))).toEqual([`prompt-length contents[${contents.length}].text`]);
  });
  it("is required where nothing else says what to make", () => {
    expect(refusals("text-to-video/kling-3.0", {})).toEqual(["required prompt"]);
    expect(refusals("text-to-video/kling-3.0", { prompt: "  " })).toEqual(["required prompt"]);
    expect(refusals("omni-video/kling-3.0-omni", { contents: refer(1) })).toEqual([
      "prompt-required contents",
    ]);
  });
});

describe("shots in a prompt", () => {
  const at = (prompt_: string, settings: object = { duration: 5 }) =>
    refusals("text-to-video/kling-3.0", { prompt: prompt_, settings });
  it("adds up to the duration", () => {
    expect(at("shot 1, 2, a; shot 2, 3, b;")).toEqual([]);
    expect(at("镜头 1, 2, 甲; 镜头 2, 3, 乙;")).toEqual([]);
    expect(at("shot 1, 2, a; shot 2, 2, b;")).toEqual(["shots-total prompt"]);
  });
  it("has one to six shots of at least a second, numbered 1 to 6", () => {
    const shots = (count: number) =>
      range(1, count)
        .map((n) => `shot ${n}, 1, a;`)
        .join(" ");
    expect(at(shots(6), { duration: 6 })).toEqual([]);
    expect(at(shots(7), { duration: 7 })).toEqual(["shots prompt", "shot-index prompt"]);
    expect(at("shot 1, 0, a; shot 2, 5, b;")).toEqual(["shot-duration prompt"]);
    expect(at("shot 0, 5, a;")).toEqual(["shot-index prompt"]);
  });
  it("has 512 characters a shot", () => {
    expect(at(`shot 1, 5, ${"🦊".repeat(512)};`)).toEqual([]);
    expect(at(`shot 1, 5, ${"🦊".repeat(513)};`)).toEqual(["shot-length prompt"]);
  });
  it("is plain text when multi_shot is off, and on models without shots", () => {
    expect(at("shot 1, 2, a;", { duration: 5, multi_shot: false })).toEqual([]);
    expect(refusals("text-to-video/kling-2.6", { prompt: "shot 1, 2, a;" })).toEqual([]);
  });
  it("works on 3.0 Turbo without a switch", () => {
    expect(
      refusals("text-to-video/kling-3.0-turbo", { prompt: "shot 1, 2, a;", settings: { duration: 5 } }),
    ).toEqual(["shots-total prompt"]);
    expect(T2V("kling-3.0-turbo", { multi_shot: true })).toEqual(["unknown-field settings.multi_shot"]);
  });
  it("counts as off by default only in the facts: the service splits when shots are written", () => {
    const operation = findVideoCreate("text-to-video/kling-3.0");
    const facts = (settings?: object) =>
      operation ? checkCreate(operation, { prompt: "shot 1, 5, a;", settings }).facts : undefined;
    expect(facts()?.isMultiShot).toBe(true);
    expect(facts({ multi_shot: false })?.isMultiShot).toBe(false);
  });
});

describe("names in a prompt", () => {
  const at = (text: string, items: readonly object[]) => ({
    contents: [{ type: "prompt", text }, first, ...items],
  });
  const named = (id: string) => ({ type: "element", element_id: "1", id });
  it("wants unique ids, none inside another", () => {
    expect(refusals("image-to-video/kling-3.0", at("@fox @cat", [named("fox"), named("cat")]))).toEqual([]);
    expect(refusals("image-to-video/kling-3.0", at("@fox", [named("fox"), named("fox")]))).toEqual([
      "label-unique contents[3].id",
    ]);
    expect(refusals("image-to-video/kling-3.0", at("@fox", [named("fox"), named("foxes")]))).toEqual([
      "label-nested contents[2].id",
    ]);
  });
  it("remarks on ids that the prompt does not name, and on names without an item", () => {
    expect(remarks("image-to-video/kling-3.0", at("a fox", [named("fox")]))).toEqual([
      "label-unused contents[2].id",
    ]);
    expect(remarks("image-to-video/kling-3.0", at("@element_2 and @nasa", []))).toEqual([
      "placeholder-unknown contents[0].text",
    ]);
    expect(remarks("image-to-video/kling-3.0", at("<<<image_1>>>", []))).toEqual([
      "placeholder-style contents[0].text",
    ]);
  });
});

describe("values", () => {
  it.each([
    ["https://example.com/a.png", []],
    ["http://example.com/a.png", []],
    ["iVBORw0KGgoAAAANSUhEUgAAASwAAAEsCAYAAAB5fY51", []],
    ["data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA", ["image-value contents[0].url"]],
    ["ftp://example.com/a.png", ["image-value contents[0].url"]],
    ["./a.png", ["image-value contents[0].url"]],
  ])("an image may be %s: %j", (url, expected) =>
    expect(I2V("kling-3.0", [{ type: "first_frame", url }])).toEqual(expected),
  );
  it.each([
    ["https://example.com/hook", []],
    ["example.com/hook", ["callback-url options.callback_url"]],
    ["", []],
  ])("a callback may be %j: %j", (callback_url, expected) =>
    expect(refusals("text-to-video/kling-3.0", { prompt: "A fox", options: { callback_url } })).toEqual(
      expected,
    ),
  );
  it.each([
    [{ callback_url: 5 }, "type options.callback_url"],
    [{ external_task_id: 5 }, "type options.external_task_id"],
    [{ watermark_info: true }, "type options.watermark_info"],
    [{ watermark_info: { enabled: "yes" } }, "type options.watermark_info.enabled"],
    [{ watermark: { enabled: true } }, "unknown-field options.watermark"],
  ])("options %j are refused", (options, refusal) =>
    expect(refusals("text-to-video/kling-3.0", { prompt: "A fox", options })).toEqual([refusal]),
  );
});

describe("leniencies", () => {
  const full = { prompt: "A fox", settings: { duration: 5 } };
  it.each([
    ["blank text", { ...full, options: { callback_url: "", external_task_id: "" } }],
    ["null", { ...full, options: null, settings: { duration: null, audio: null } }],
    ["empty lists", { ...full, contents: [] }],
    ["numbers as text", { prompt: "A fox", settings: { duration: "5" } }],
    ["switches as text", { prompt: "A fox", settings: { multi_shot: "true" } }],
  ])("takes %s", (_, body) => expect(refusals("text-to-video/kling-3.0", body)).toEqual([]));

  it("never changes the caller's body", () => {
    const body = Object.freeze({
      prompt: "A fox",
      settings: Object.freeze({ duration: "5", multi_shot: "true" }),
    });
    expect(refusals("text-to-video/kling-3.0", body)).toEqual([]);
    expect(body.settings.duration).toBe("5");
  });

  it("refuses unknown fields for a client and ignores them for the service", () => {
    const body = {
      prompt: "A fox",
      cfg_scale: 1,
      callback_url: "x",
      settings: { resolutoin: "4k", multi_shot: true },
    };
    expect(refusals("text-to-video/kling-2.6", body)).toEqual([
      "unknown-field settings.resolutoin",
      "unknown-field settings.multi_shot",
      "unknown-field cfg_scale",
      "unknown-field callback_url",
    ]);
    expect(refusals("text-to-video/kling-2.6", body, { as: "service" })).toEqual([]);
  });

  it("keeps ignored fields out of the facts", () => {
    const operation = findVideoCreate("text-to-video/kling-2.6");
    const check = operation
      ? checkCreate(operation, { prompt: "A fox", settings: { multi_shot: true } }, { as: "service" })
      : undefined;
    expect(check?.facts?.isMultiShot).toBe(false);
  });

  it("ignores unknown fields inside a content item, for the service", () => {
    const body = { contents: [{ ...first, role: "hero" }] };
    expect(refusals("image-to-video/kling-3.0", body)).toEqual(["unknown-field contents[0].role"]);
    expect(refusals("image-to-video/kling-3.0", body, { as: "service" })).toEqual([]);
  });

  it("ignores content types of other products for the service, never unknown ones", () => {
    const foreign = { contents: [prompt, { type: "video", url: V }] };
    expect(refusals("omni-video/kling-3.0-omni", foreign)).toEqual(["content-type contents[1].type"]);
    expect(refusals("omni-video/kling-3.0-omni", foreign, { as: "service" })).toEqual([]);
    const unknown = { contents: [{ type: "text", text: "A fox" }] };
    expect(refusals("omni-video/kling-3.0-omni", unknown, { as: "service" })).toEqual([
      "content-type contents[0].type",
    ]);
  });
});

it("remarks on the other family's names in a body without inputs, too", () =>
  expect(remarks("text-to-video/kling-3.0", { prompt: "<<<image_1>>> runs" })).toEqual([
    "placeholder-style prompt",
  ]));

it("looks at a seed that no page documents, as the service does", () => {
  const at = (seed: unknown) =>
    refusals("text-to-video/kling-3.0", { prompt: "A fox", settings: { seed } }, { as: "service" });
  expect(at(5)).toEqual([]);
  expect(at("x")).toEqual(["type settings.seed"]);
});

it("names the caller's own items although ignored ones stand before them", () => {
  const contents = [{ type: "video", url: V }, prompt, { type: "feature_video", url: "fox" }];
  expect(refusals("omni-video/kling-3.0-omni", { contents }, { as: "service" })).toEqual([
    "video-url contents[2].url",
  ]);
});

it.each([undefined, null, "text", 5, []])("refuses the body %j", (body) =>
  expect(refusals("text-to-video/kling-3.0", body)).toEqual(["type body"]),
);
