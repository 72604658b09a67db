import { isJsonObject } from "@klingkit/spec";
import {
  checkHiggsfield,
  findHiggsfieldCreate,
  HIGGSFIELD_CREATES,
  HIGGSFIELD_MESSAGES,
} from "@klingkit/spec/higgsfield";
import { listFixtures, loadFixture } from "@klingkit/testkit";
import { describe, expect, it } from "vitest";

const U = "https://example.com/a.png";
const V = "https://example.com/a.mp4";
const requests = listFixtures("request", "higgsfield").filter(({ source }) =>
  source.operation?.startsWith("kling-video/"),
);
const isSeed = ({ name }: { readonly name: string }) => name.startsWith("seed-003/");

function operation(path: string) {
  const found = findHiggsfieldCreate(`kling-video/${path}`);
  if (!found) throw new Error(`no endpoint ${path}`);
  return found;
}
const refusals = (path: string, body: unknown, as: "client" | "service" = "client") =>
  checkHiggsfield(operation(path), body, { as }).issues.map(
    ({ rule, path: at, serviceMessage }) => `${rule} ${at}: ${serviceMessage ?? "-"}`,
  );

describe("documented bodies of Higgsfield", () => {
  it("are there for each of the 25 current endpoints, and four of seed 003", () => {
    const current = HIGGSFIELD_CREATES.filter(({ state }) => state !== "retired").map(({ id }) => id);
    expect(current).toHaveLength(25);
    const documented = requests.filter((one) => !isSeed(one)).map(({ source }) => source.operation);
    expect(documented.toSorted()).toEqual(current.toSorted());
    expect(requests.filter(isSeed)).toHaveLength(4);
  });

  it.each(requests.map((one) => [one.name, one] as const))("%s passes as the service judges", (_, one) =>
    expect(refusals(String(one.source.operation).replace("kling-video/", ""), one.body, "service")).toEqual(
      [],
    ),
  );

  it.each(requests.filter((one) => !isSeed(one)).map((one) => [one.name, one] as const))(
    "%s passes as a client judges",
    (_, one) =>
      expect(refusals(String(one.source.operation).replace("kling-video/", ""), one.body)).toEqual([]),
  );

  // Templates: blank inputs would be paid for.
  it.each([
    ["seed-003/v2-6-pro-image-to-video", ["prompt-required prompt: -", "media-url image_url: -"]],
    ["seed-003/v2-6-pro-text-to-video", ["prompt-required prompt: -"]],
    [
      "seed-003/omni-first-last-frame",
      ["prompt-required prompt: -", "media-url first_frame_url: -", "media-url last_frame_url: -"],
    ],
    [
      "seed-003/omni-image-reference",
      ["prompt-required prompt: -", "media-url image_urls[0]: -", "element-id elements[0]: -"],
    ],
  ])("%s is refused by a client for its blank inputs", (name, expected) => {
    const { body, source } = loadFixture(name, "higgsfield");
    expect(refusals(String(source.operation).replace("kling-video/", ""), body)).toEqual(expected);
  });
});

describe("wording of the validator", () => {
  it.each([
    ["errors/required-property", "v2.6/pro/text-to-video", {}],
    ["errors/not-one-of", "v2.6/pro/text-to-video", { prompt: "a fox", duration: "x" }],
    ["errors/not-of-type", "v3.0-turbo/text-to-video", { prompt: "a fox", duration: "8" }],
  ])("%s is what comes first", (name, path, body) => {
    const { detail } = loadFixture(name, "higgsfield").body;
    expect(checkHiggsfield(operation(path), body, { as: "service" }).issues[0]?.serviceMessage).toBe(detail);
  });
});

describe("the validator that the service's sentences come from", () => {
  const { cases } = loadFixture("errors/validator", "higgsfield").body;
  const rows = Array.isArray(cases) ? cases.filter(isJsonObject) : [];

  it.each(rows.map((row) => [String(row["endpoint"]), row["body"], row["messages"]] as const))(
    "says the same of %s %j",
    (endpoint, body, messages) => {
      const { issues } = checkHiggsfield(operation(endpoint.replace("kling-video/", "")), body, {
        as: "service",
        allowsRetired: true,
      });
      const said = issues.map(({ serviceMessage }) => serviceMessage).filter((text) => !isOurs(text));
      expect(said.toSorted()).toEqual(messages);
    },
  );

  it("judges more than two dozen bodies", () => expect(rows.length).toBeGreaterThan(24));
});

/** Sums are beyond a schema. */
const isOurs = (text: string | undefined): boolean => text === HIGGSFIELD_MESSAGES.shotsTooLong.text;

describe("rules of bodies", () => {
  const text = { prompt: "a fox" };
  it.each([
    ["v2.6/pro/text-to-video", { ...text, duration: "5" }, ["enum duration: '5' is not one of [5, 10]"]],
    ["v2.6/pro/text-to-video", { ...text, duration: null }, ["enum duration: None is not one of [5, 10]"]],
    ["v2.6/pro/text-to-video", { ...text, cfg_scale: 0.3 }, []],
    ["v2.6/pro/text-to-video", { ...text, cfg_scale: 0.29 }, []],
    ["v2.6/pro/text-to-video", { ...text, cfg_scale: 1 }, []],
    [
      "v2.6/pro/text-to-video",
      { ...text, cfg_scale: 0.305 },
      ["range cfg_scale: 0.305 is not a multiple of 0.01"],
    ],
    [
      "v2.6/pro/text-to-video",
      { ...text, cfg_scale: 1.01 },
      ["range cfg_scale: 1.01 is greater than the maximum of 1"],
    ],
    ["v2.6/pro/text-to-video", { ...text, sound: true }, ["enum sound: True is not one of ['on', 'off']"]],
    ["v2.6/pro/text-to-video", { ...text, negative_prompt: "x" }, ["unknown-field negative_prompt: -"]],
    ["v2.5-turbo/pro/text-to-video", { ...text, aspect_ratio: "16:9" }, ["unknown-field aspect_ratio: -"]],
    ["v3.0/pro/text-to-video", { ...text, duration: 2 }, ["range duration: 2 is less than the minimum of 3"]],
    ["v3.0/pro/text-to-video", {}, ["prompt-required prompt: -"]],
    ["v3.0/pro/image-to-video", { image_url: U }, []],
    ["v3.0/pro/image-to-video", { image_url: "fox.png" }, ["media-url image_url: -"]],
    ["v3.0/pro/image-to-video", { image_url: "http://10.0.0.1/a.png" }, ["unreachable-address image_url: -"]],
    [
      "v3.0/pro/image-to-video",
      { image_url: U, elements: ["8298368027934065511", "x"] },
      ["element-id elements[1]: -"],
    ],
    [
      "v3.0/pro/image-to-video",
      { image_url: U, elements: [1] },
      ["type elements[0]: 1 is not of type 'string'"],
    ],
    [
      "v3.0/pro/text-to-video",
      {
        multi_shots: true,
        multi_prompt: [
          { prompt: "a", duration: 3 },
          { prompt: "b", duration: 3 },
        ],
      },
      ["shots-total multi_prompt: Sum of multi_prompt durations must not exceed duration"],
    ],
    [
      "v3.0/pro/text-to-video",
      { multi_shots: true, multi_prompt: [{ prompt: "a", duration: 0 }], duration: 5 },
      ["range multi_prompt[0].duration: 0 is less than the minimum of 1"],
    ],
    ["o3/first-last-frame", { first_frame_url: U }, ["required prompt: 'prompt' is a required property"]],
    [
      "o3/first-last-frame",
      { multi_shots: true, prompt: "a fox", first_frame_url: U },
      ["required multi_prompt: 'multi_prompt' is a required property"],
    ],
    [
      "o3/image-reference",
      {
        multi_shots: true,
        multi_prompt: [
          { prompt: "a", duration: 0 },
          { prompt: "b", duration: 5 },
        ],
      },
      [],
    ],
    ["o3/video-edit", { ...text, video_urls: [] }, ["range video_urls: [] should be non-empty"]],
    ["o3/video-edit", { ...text, video_urls: [V, V] }, [`range video_urls: ['${V}', '${V}'] is too long`]],
    [
      "omni/video-edit",
      { ...text, video_urls: [V], mode: "4k" },
      ["enum mode: '4k' is not one of ['std', 'pro']"],
    ],
    ["omni/video-edit", [], ["type body: [] is not of type 'object'"]],
    ["motion-control/std", { image_url: U, video_url: V }, []],
  ])("%s %j", (path, body, expected) => expect(refusals(path, body)).toEqual(expected));

  it("ignores unknown fields as the service does", () =>
    expect(refusals("v2.6/pro/text-to-video", { ...text, durration: 10 }, "service")).toEqual([]));

  it("notices what the service drops silently", () => {
    const warnings = (path: string, body: unknown) =>
      checkHiggsfield(operation(path), body).warnings.map(({ rule, path: at }) => `${rule} ${at}`);
    expect(warnings("v3.0/std/text-to-video", { prompt: "x".repeat(2501) })).toEqual(["prompt-cut prompt"]);
    expect(
      warnings("v3.0/std/text-to-video", { ...text, multi_prompt: [{ prompt: "a", duration: 5 }] }),
    ).toEqual(["multi-shot-off multi_prompt"]);
    expect(
      warnings("omni/image-reference", { ...text, image_urls: Array.from({ length: 8 }, () => U) }),
    ).toEqual(["references image_urls"]);
  });

  it("notices an address that some endpoints would refuse for its length", () => {
    const image_url = `https://example.com/${"a".repeat(2083)}`;
    const check = checkHiggsfield(operation("v3.0/pro/image-to-video"), { image_url });
    expect(check).toMatchObject({ issues: [], warnings: [{ rule: "media-url-length", path: "image_url" }] });
  });

  it("warns of private addresses where the service is local", () => {
    const check = checkHiggsfield(
      operation("v3.0/pro/image-to-video"),
      { image_url: "http://127.0.0.1/a.png" },
      { isLocalService: true },
    );
    expect(check).toMatchObject({ issues: [], warnings: [{ rule: "private-address" }] });
  });
});
