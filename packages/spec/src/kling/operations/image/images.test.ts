import { describe, expect, it } from "vitest";
import { appraise, checkCreate } from "../../check/check.ts";
import { serviceMessage } from "../../service-message.ts";
import { findCreate } from "../index.ts";

const U = "https://example.com/a.png";

function operation(id: string) {
  const found = findCreate(id);
  if (!found) throw new Error(`no operation ${id}`);
  return found;
}
const check = (id: string, body: unknown) =>
  checkCreate(operation(id), body, {
    serviceMessage,
    elementKind: (element) => (element.startsWith("9") ? "video" : undefined),
  });
const refusals = (id: string, body: unknown) =>
  check(id, body).issues.map(({ rule, path, serviceMessage: said }) => `${rule} ${path}: ${said}`);
const warnings = (id: string, body: unknown) =>
  check(id, body).warnings.map(({ rule, path }) => `${rule} ${path}`);
const images = (count: number) => Array.from({ length: count }, () => ({ image: U }));
const elements = (count: number, first = 160) =>
  Array.from({ length: count }, (_, at) => ({ element_id: first + at }));

describe("images/omni-image", () => {
  const id = "v1/images/omni-image";
  const o1 = { prompt: "a fox" };
  const omni = { ...o1, model_name: "kling-v3-omni" };
  const series = { ...omni, result_type: "series" };

  it.each([
    [o1, []],
    [{ ...omni, resolution: "4k", image_list: images(4), element_list: elements(6) }, []],
    [{ ...series, series_amount: "auto", aspect_ratio: "auto", image_list: images(1) }, []],
    [{ prompt: "" }, ["required prompt: prompt: must not be blank"]],
    [{ ...o1, resolution: "4k" }, ["resolution resolution: resolution value '4k' is invalid"]],
    [{ ...o1, result_type: "series" }, ["enum result_type: result_type value 'series' is invalid"]],
    [
      { ...omni, image_list: images(4), element_list: elements(7) },
      [
        "references element_list: element_list is not supported: image_list and elements together are 11; at most 10 pass.",
      ],
    ],
    [{ ...omni, image_list: images(11) }, [expect.stringMatching(/^references image_list:/)]],
    [{ ...omni, element_list: elements(1, 900) }, [expect.stringMatching(/^elements element_list\[0\]/)]],
    [
      { ...omni, image_list: [{ image: "" }] },
      ["required image_list[0].image: image_list[0].image: must not be blank"],
    ],
    [{ ...series, series_amount: 1 }, [expect.stringMatching(/^range series_amount/)]],
    [{ ...series, series_amount: 10 }, [expect.stringMatching(/^range series_amount/)]],
  ])("%j", (given, expected) => expect(refusals(id, given)).toEqual(expected));

  it.each([
    [{ ...series, n: 3 }, ["count-ignored n"]],
    [{ ...omni, series_amount: 3 }, ["count-ignored series_amount"]],
    [{ ...omni, aspect_ratio: "auto" }, ["aspect-ratio-default aspect_ratio"]],
    [{ ...omni, aspect_ratio: "auto", image_list: images(1) }, []],
  ])("warns of %j", (given, expected) => expect(warnings(id, given)).toEqual(expected));

  it.each([
    [o1, 1, "kling-image-o1/image", { isKnown: true, unit: "image", units: 8 }],
    [{ ...omni, n: 9, resolution: "4k" }, 9, "kling-3.0-omni/image", { isKnown: true, units: 144 }],
    [series, 4, "kling-3.0-omni/image", { isKnown: true, units: 32 }],
    [{ ...series, n: 9, series_amount: 2 }, 2, "kling-3.0-omni/image", { isKnown: true, units: 16 }],
    [
      { ...series, series_amount: "auto" },
      9,
      "kling-3.0-omni/image",
      { isKnown: false, ceiling: { unit: "image", units: 72 } },
    ],
  ])("%j holds a slot and costs units for each image", (given, slots, pool, estimate) => {
    const appraisal = appraise(operation(id), given);
    expect(appraisal).toMatchObject({ outcome: { slots, pool }, estimate });
    expect(appraisal?.outcome.results).toHaveLength(slots);
  });
});

describe("images/multi-image2image", () => {
  const id = "v1/images/multi-image2image";
  const subjects = (count: number) => ({
    subject_image_list: Array.from({ length: count }, () => ({ subject_image: U })),
  });
  it.each([
    [subjects(1), []],
    [{ ...subjects(4), scene_image: U, style_image: U, negative_prompt: "" }, []],
    [subjects(0), ["required subject_image_list: subject_image_list: must not be empty"]],
    [subjects(5), ["list-length subject_image_list: subject_image_list: size must be between 1 and 4"]],
    [
      { ...subjects(1), model_name: "kling-v2" },
      ["model-retired model_name: The model 'kling-v2' has been discontinued and is no longer available."],
    ],
    [
      { ...subjects(1), style_image: "data:image/png;base64,AAAA" },
      ["image-value style_image: File is not in a valid base64 format"],
    ],
  ])("%j", (given, expected) => expect(refusals(id, given)).toEqual(expected));

  it("costs 16 units an image", () =>
    expect(appraise(operation(id), { ...subjects(1), n: 3 })).toMatchObject({
      outcome: { slots: 3, pool: "kling-v2-1/image" },
      estimate: { units: 48 },
    }));
});

describe("images/editing/expand", () => {
  const id = "v1/images/editing/expand";
  const sides = (up: number, down: number, left: number, right: number) => ({
    image: U,
    up_expansion_ratio: up,
    down_expansion_ratio: down,
    left_expansion_ratio: left,
    right_expansion_ratio: right,
  });
  it.each([
    [sides(0.1495, 0.1495, 0.6547, 0.6547), []],
    [sides(2, 0, 0, 0), []],
    [sides(1, 1, 0.001, 0), [expect.stringMatching(/^expanded-area up_expansion_ratio/)]],
    [
      { ...sides(0, 0, 0, 0), up_expansion_ratio: undefined },
      ["required up_expansion_ratio: up_expansion_ratio: must not be null"],
    ],
  ])("%j", (given, expected) => expect(refusals(id, given)).toEqual(expected));
});

describe("the others", () => {
  const person = { human_image: U, cloth_image: U };
  it.each([
    ["v1/general/ai-multi-shot", { element_frontal_image: U }, 9, 1, "image", 20],
    ["v1/image-recognize", { image: U }, 4, 0, "video", 0.1],
    ["v1/images/kolors-virtual-try-on", person, 1, 1, "try_on", 1],
  ])("%s %j", (id, body, results, slots, unit, units) => {
    expect(refusals(id, body)).toEqual([]);
    const appraisal = appraise(operation(id), body);
    expect(appraisal).toMatchObject({ outcome: { slots, pool: unit }, estimate: { unit, units } });
    expect(appraisal?.outcome.results).toHaveLength(results);
  });

  it("warn of the try-on whose end was announced, and require both of its images", () => {
    const id = "v1/images/kolors-virtual-try-on";
    expect(warnings(id, person)).toEqual(["retirement-announced model_name"]);
    expect(refusals(id, { human_image: U })).toEqual([
      "required cloth_image: cloth_image: must not be blank",
    ]);
  });

  it("take no watermark and, where the answer comes at once, no callback", () => {
    const watermark = { watermark_info: { enabled: true } };
    expect(refusals("v1/general/ai-multi-shot", { element_frontal_image: U, ...watermark })).toEqual([
      "unknown-field watermark_info: watermark_info is not a known parameter",
    ]);
    expect(refusals("v1/image-recognize", { image: U, callback_url: "https://example.com/" })).toEqual([
      "unknown-field callback_url: callback_url is not a known parameter",
    ]);
  });
});
